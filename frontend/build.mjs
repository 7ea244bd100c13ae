// Builds what the browser gets: one style sheet, one small script, and the icons the templates name.
// File names carry a digest, so that they may be cached for ever; manifest.json says which name is current.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'src', 'xiafang', 'web', 'static', 'built')

// Tabler writes every colour as light-dark(light, dark), which browsers understand only since 2024; the domestic
// browsers of many offices are older. There is no dark theme, so the light half stands.
const lightOnly = {
  name: 'light-only',
  setup(builder) {
    builder.onLoad({ filter: /tabler\.css$/ }, async ({ path }) => ({
      contents: lightHalves(await readFile(path, 'utf8')),
      loader: 'css',
    }))
  },
}

function lightHalves(text) {
  let result = ''
  let rest = text
  for (let at; (at = rest.indexOf('light-dark(')) >= 0; ) {
    const start = at + 'light-dark('.length
    let depth = 1
    let comma = -1
    let end = start
    for (; depth > 0; end++) {
      if (rest[end] === '(') depth++
      else if (rest[end] === ')') depth--
      else if (rest[end] === ',' && depth === 1 && comma < 0) comma = end
    }
    result += rest.slice(0, at)
    rest = rest.slice(start, comma) + rest.slice(end)
  }
  return result + rest
}

const bundled = await build({
  absWorkingDir: here,
  entryPoints: { workplace: 'src/workplace.css', behaviour: 'src/behaviour.js' },
  outdir: out,
  bundle: true,
  minify: true,
  write: false,
  legalComments: 'none',
  plugins: [lightOnly],
  target: ['chrome100', 'firefox102', 'safari15'],
  loader: { '.svg': 'dataurl' },
  logLevel: 'warning',
})

const manifest = {}
const files = new Map()
for (const file of bundled.outputFiles) {
  const [name, extension] = file.path.slice(out.length + 1).split(/\.(?=[^.]+$)/)
  const digest = createHash('sha256').update(file.contents).digest('hex').slice(0, 12)
  manifest[`${name}.${extension}`] = `${name}.${digest}.${extension}`
  files.set(manifest[`${name}.${extension}`], Buffer.from(file.contents))
}

const wanted = JSON.parse(await readFile(join(here, 'src', 'icons.json'), 'utf8'))
const nodes = JSON.parse(await readFile(join(here, 'node_modules', '@tabler', 'icons', 'tabler-nodes-outline.json'), 'utf8'))
const icons = {}
for (const [name, tabler] of Object.entries(wanted)) {
  if (!nodes[tabler]) throw new Error(`src/icons.json: Tabler has no icon "${tabler}" (for "${name}")`)
  icons[name] = nodes[tabler]
    .map(([tag, attributes]) => `<${tag} ${Object.entries(attributes).map(([key, value]) => `${key}="${value}"`).join(' ')}/>`)
    .join('')
}

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
for (const [name, contents] of files) {
  await writeFile(join(out, name), contents)
  await writeFile(join(out, `${name}.gz`), gzipSync(contents, { level: 9 }))
}
await writeFile(join(out, 'icons.json'), JSON.stringify(icons))
await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest, null, 1))
for (const [name, contents] of files) {
  console.log(`${name}  ${(contents.length / 1000).toFixed(0)} kB, ${(gzipSync(contents).length / 1000).toFixed(0)} kB gzip`)
}
