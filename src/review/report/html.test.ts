import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html } from "./html.ts";

describe("markup from a template", () => {
  it("escapes values, joins lists, leaves nothing for what is not there", () => {
    const items = ["<b>", "&"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul title="${'"x"'}">${items}${false}${undefined}${0}</ul>`.text).toBe(
      '<ul title="&quot;x&quot;"><li>&lt;b&gt;</li><li>&amp;</li>0</ul>',
    );
  });

  it("lets no text out of where it stands", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it("writes out what would turn or hide the text around it", () => {
    expect(html`${"a\u202eb\u0007c\u200bd\ne"}`.text).toBe("a\\u{202e}b\\u{7}c\\u{200b}d\ne");
  });
});
