// Which rules of the style are sent: those whose classes stand in the app. `cargo xtask dist` runs this over the style.

/** Classes that the app puts together of parts, so that they stand nowhere as a whole: icons, and titles of a size. */
const putTogether = [
  /^nhsuk-icon--/,
  /^nhsuk-(heading|fieldset__legend|label|table__caption)-/,
  /^nhsuk-(fieldset__legend|label|table__caption)--/,
];

export default {
  content: ["src/**/*.rs", "index.html", "boot/**/*"],
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  safelist: { standard: putTogether },
};
