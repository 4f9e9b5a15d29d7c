import { html, nothing } from "lit";
import type { ComparisonCard } from "../types.ts";
import { line } from "./text.ts";

/** The table scrolls sideways where it does not fit, so its frame takes the focus. */
export function comparisonCard(card: ComparisonCard) {
  return html`<div class="card">
    <div class="scroller" role="region" aria-label=${card.title} tabindex="0">
      <table class="comparison">
        <caption><strong>${card.title}</strong></caption>
        <thead>
          <tr>${card.columns.map((column) => (column ? html`<th scope="col">${column}</th>` : html`<td></td>`))}</tr>
        </thead>
        <tbody>
          ${card.rows.map(
            ([header, ...cells]) => html`<tr><th scope="row">${header}</th>${cells.map((cell) => html`<td>${line(cell)}</td>`)}</tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${card.note ? html`<p class="small">${line(card.note)}</p>` : nothing}
  </div>`;
}
