import { html, nothing } from "lit";
import { STRINGS } from "../strings.ts";
import type { FoodsCard } from "../types.ts";
import { line, mg, percent } from "./text.ts";

/** SVG and not a styled box: a width in a style attribute is what a strict CSP forbids. */
function bar(share: number) {
  const width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return html`<svg class="bar" aria-hidden="true" focusable="false"><rect class="bar-all" width="100%" height="100%" rx="4" /><rect class="bar-part" width=${width} height="100%" rx="4" /></svg>`;
}

export function foodsCard(card: FoodsCard) {
  return html`<div class="card">
    <table class="foods">
      <caption><strong>${card.title}</strong>${card.caption ? html`<span>${line(card.caption)}</span>` : nothing}<span>${STRINGS.shareOf(card.share_of.label, mg(card.share_of.mg))}</span></caption>
      <thead>
        <tr>
          <th scope="col">${STRINGS.foodColumn}</th>
          <th scope="col" class="figure">${STRINGS.amountColumn}</th>
          <th scope="col">${STRINGS.shareColumn}</th>
        </tr>
      </thead>
      <tbody>
        ${card.rows.map(
          (row) => html`<tr>
            <th scope="row">${row.name}<span class="serving">${row.serving}</span></th>
            <td class="figure">${mg(row.mg)}</td>
            <td class="share">${bar(row.share)}<span>${percent(row.share)}</span></td>
          </tr>`,
        )}
      </tbody>
      ${card.total
        ? html`<tfoot>
            <tr>
              <th scope="row">${STRINGS.total}</th>
              <td class="figure">${mg(card.total.mg)}</td>
              <td class="share">${bar(card.total.share)}<span>${percent(card.total.share)}</span></td>
            </tr>
          </tfoot>`
        : nothing}
    </table>
    ${card.note ? html`<p class="small">${line(card.note)}</p>` : nothing}
  </div>`;
}
