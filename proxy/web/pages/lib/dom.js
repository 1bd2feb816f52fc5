// SPDX-License-Identifier: Apache-2.0
// Makes elements. Data becomes text nodes and attributes, never markup.

/**
 * An element. `attributes`: null and false leave one out, true makes it empty; a function is a listener of the event of that name.
 * @param {string} tag
 * @param {Object<string, string|number|boolean|null|Function>} attributes
 * @param {...(Node|string|number|null)} children null is left out
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of SVG, as element(). */
export function drawing(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Replaces what is in the node. */
export function replace(node, ...children) {
  node.replaceChildren(...present(children));
}

/**
 * Returns a function that rebuilds the node from data, only where the data differs from the last: what is focused or
 * selected stays while nothing happens.
 * @param {(data: any) => (Node|string|null|Array)} build
 */
export function renderer(node, build) {
  let last;
  return (data) => {
    const now = JSON.stringify(data);
    if (now === last) return;
    last = now;
    replace(node, build(data));
  };
}
