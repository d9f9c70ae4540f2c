/* The score grid saves each criterion as it changes. The page works without this file: one button saves all. */
(() => {
  "use strict";
  const fields = (row) => [...row.querySelectorAll("input:not([type=hidden]), textarea")];
  const value = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const put = (field, was) => {
    if (field.type === "checkbox") field.checked = was;
    else field.value = was;
  };
  const isRow = (element) => element?.matches?.(".score-grid tbody");
  const sent = new WeakMap();
  const kept = new Map();

  // A row is posted with its own boxes only; the others are saved when they change.
  document.addEventListener("htmx:configRequest", (event) => {
    const row = event.detail.elt.closest(".score-grid tbody");
    if (!row) return;
    const number = row.id.split("-").pop();
    for (const name of [...event.detail.formData.keys()]) {
      const [, of] = name.match(/^(?:points|num|den|note|why|cleared|version|theirs|resolve)-(\d+)$/) || [];
      if (of && of !== number) event.detail.formData.delete(name);
    }
    sent.set(row, new Map(fields(row).map((field) => [field.id, value(field)])));
  });

  // What is typed while the answer is on its way stays, and so does the place of the cursor.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    if (!isRow(row) || !sent.has(row)) return;
    const before = sent.get(row);
    const changed = fields(row).filter((field) => before.get(field.id) !== value(field));
    kept.set(row.id, new Map(changed.map((field) => [field.id, [value(field), field.selectionStart]])));
  });
  // At once after the swap: a letter typed a moment later must meet the box as it was left.
  document.addEventListener("htmx:afterSwap", () => {
    for (const [rowId, changed] of kept) {
      kept.delete(rowId);
      for (const [id, [was, caret]] of changed) {
        const field = document.getElementById(id);
        if (!field || value(field) === was) continue;
        put(field, was);
        field.closest("details")?.setAttribute("open", "");
        const tell = () => field.dispatchEvent(new Event("change", { bubbles: true }));
        if (document.activeElement !== field) {
          tell();
          continue;
        }
        // Put back by script, the browser would not take it for a change when the cursor leaves.
        field.addEventListener("blur", tell, { once: true });
        if (caret !== null && field.type !== "checkbox") field.setSelectionRange(caret, caret);
      }
    }
  });

  // Enter goes to the next box of the column, as in a spreadsheet.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.(".score-grid .points input")) return;
    event.preventDefault();
    const boxes = [...document.querySelectorAll(".score-grid .points input:not([type=hidden])")];
    const next = boxes[boxes.indexOf(event.target) + 1];
    if (next) {
      next.focus();
      next.select();
    } else {
      event.target.blur();
    }
  });
})();
