import { MagnesiumChat } from "./element.ts";

const NAME = "magnesium-chat";

if (!customElements.get(NAME)) customElements.define(NAME, MagnesiumChat);

// `widget.js?manual`: the page (a React app, say) places the element itself, later.
const manual = new URL(import.meta.url).searchParams.has("manual");
if (!manual && !document.querySelector(NAME)) document.body.append(document.createElement(NAME));
