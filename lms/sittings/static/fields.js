// Reads and writes the fields of a question's form, whatever its kind: the server knows how to interpret them.

function own(form) {
  const prefix = form.id + ".";
  return Array.from(form.elements).filter((field) => field.name && field.name.startsWith(prefix));
}

export function read(form) {
  const fields = {};
  for (const field of own(form)) {
    const off = (field.type === "radio" || field.type === "checkbox") && !field.checked;
    const name = field.name.slice(form.id.length + 1);
    if (!off) {
      (fields[name] = fields[name] || []).push(field.value);
    }
  }
  return fields;
}

// The fields as the server sent them: the candidate may have begun to answer before the script ran.
export function served(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return read(copy);
}

export function write(form, fields) {
  const taken = {};
  for (const field of own(form)) {
    const name = field.name.slice(form.id.length + 1);
    const values = fields[name] || [];
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else {
      taken[name] = taken[name] || 0;
      field.value = values[taken[name]] === undefined ? "" : values[taken[name]];
      taken[name] += 1;
    }
  }
}

// A stimulus has no fields: there is nothing to answer.
export function asks(form) {
  return own(form).length > 0;
}

export function isEmpty(fields) {
  return Object.values(fields).every((values) => values.every((value) => !value.trim()));
}

// Whether the answer is begun and something is still to be filled in: one field is empty and another is not, or a value
// occurs twice where each may be used once.
export function isUnfinished(form) {
  const filled = new Map(); // by name
  for (const field of own(form).filter((each) => each.type !== "checkbox")) {
    const has = field.type === "radio" ? field.checked : Boolean(field.value.trim());
    filled.set(field.name, has || Boolean(filled.get(field.name)));
  }
  const parts = Array.from(filled.values());
  return (parts.includes(true) && parts.includes(false))
    || Array.from(form.querySelectorAll("[data-each-once]")).some(repeats);
}

function repeats(group) {
  const values = Array.from(group.querySelectorAll("select"), (field) => field.value).filter(Boolean);
  return new Set(values).size < values.length;
}

export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
