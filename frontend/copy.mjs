// Copies what the pages use from node_modules into the folder that staticfiles serves.
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const copy = (from, to) => cpSync(join(modules, from), join(target, to), { recursive: true });

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "icons"), { recursive: true });
copy("@tabler/core/dist/css/tabler.min.css", "tabler.min.css");
copy("@fontsource-variable/inter/index.css", "inter/index.css");
copy("@fontsource-variable/inter/files", "inter/files");
// Whole fonts, for files that are set without a browser.
for (const face of ["400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic"]) {
  copy(`@expo-google-fonts/inter/${face}/Inter_${face}.ttf`, `inter/whole/Inter_${face}.ttf`);
}
for (const name of ["vega", "vega-lite", "vega-embed"]) copy(`${name}/build/${name}.min.js`, `${name}.min.js`);
for (const name of readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean)) {
  copy(`@tabler/icons/icons/outline/${name}.svg`, `icons/${name}.svg`);
}
