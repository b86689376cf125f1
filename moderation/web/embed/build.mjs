// Builds the element into one file: `node build.mjs FILE`. The same sources give the same bytes.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

// Names of properties that nobody outside sees: not the service's, not the browser's, not what is kept in it
const own = /^(about|ago|all|answer|base|below|box|direction|drawn|input|item|lasting|load|locale|moment|need|page|put|render|request|root|say|settle|speech|stopped|tell|typed|wanted|watch|without)$/;

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
  charset: "utf8",
  minify: true,
  mangleProps: own,
  legalComments: "none",
  plugins: [styles],
  logLevel: "warning",
});
