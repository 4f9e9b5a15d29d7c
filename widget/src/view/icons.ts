import { html, svg } from "lit";

const icon = (path: unknown) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;

export const CHAT = icon(svg`<path d="M4 5h16v11H9l-5 4z" />`);
export const CLOSE = icon(svg`<path d="M6 6l12 12M18 6L6 18" />`);
export const MORE = icon(svg`<path d="M12 5.5v.01M12 12v.01M12 18.5v.01" stroke-width="3" />`);
export const SEND = icon(svg`<path d="M12 20V5M5.5 11.5L12 5l6.5 6.5" />`);
export const PHONE = icon(
  svg`<path d="M6 3h3.5l1.5 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 1.5V18a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z" />`,
);
export const UP = icon(svg`<path d="M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 3 2l-1 4h5.5a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 17.3 20H7" />`);
export const DOWN = icon(svg`<path d="M7 13V4H4v9zM7 13l4 7a2 2 0 0 0 3-2l-1-4h5.5a2 2 0 0 0 2-2.4l-1.2-6A2 2 0 0 0 17.3 4H7" />`);
export const YES = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`);
export const NO = icon(svg`<path d="M7 7l10 10M17 7L7 17" />`);
export const AWAY = icon(svg`<path d="M9 5H5v14h14v-4M13 4h7v7M20 4l-9 9" />`);
export const BACK = icon(svg`<path d="M14 5l-7 7 7 7" />`);
