// Builds the element into one file: `node build.mjs FILE`. The same sources give the same bytes.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

// Names of properties that nobody outside sees: not the service's, not the browser's, not what is kept in it
const own = /^(about|ago|all|answer|base|below|box|direction|drawn|fault|input|item|lasting|load|locale|moment|need|page|put|render|request|root|say|settle|site|speech|stopped|tell|typed|wanted|watch|without)$/;

// An Arabic letter is two bytes, of which most of the table consists: in the file it is a Latin one, of which the Arabic words
// have none. `words.ts` turns them back.
const table = {
  name: "table",
  setup: ({ onLoad }) =>
    onLoad({ filter: /table\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (/"ar": ".*[@-q]/.test(text)) throw new Error("There is a Latin letter in an Arabic word.");
      return { contents: text.replace(/[\u0621-\u0652]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0x5e1)), loader: "ts" };
    }),
};

const styles = {
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    }),
};

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["source/main.ts"],
  outfile: process.argv[2],
  bundle: true,
  format: "iife",
  target: "es2022",
  tsconfigRaw: { compilerOptions: { target: "es2022", useDefineForClassFields: true, alwaysStrict: false } },
  charset: "utf8",
  minify: true,
  mangleProps: own,
  legalComments: "none",
  plugins: [styles, table],
  logLevel: "warning",
});
