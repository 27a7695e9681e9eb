// Loads the modules that the page's data attributes name, and hands each its element.
export function attach(root) {
  const elements = root.matches?.('[data-module]') ? [root] : [];
  for (const element of [...elements, ...root.querySelectorAll('[data-module]')]) {
    for (const name of element.dataset.module.split(' ')) {
      import(`./${name}.js`).then((module) => module.attach?.(element));
    }
  }
}

attach(document);
