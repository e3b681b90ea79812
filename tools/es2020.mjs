// Says what in the given scripts a hall's browser (Chromium 80) cannot run: one line a fault on stdout.
// Syntax is judged for every file; names of newer built-ins only for our own, not for static/vendor.

import { readFileSync } from 'fs'
import { parse } from '../build/dev-js/node_modules/acorn/dist/acorn.mjs'

const CALLED = ['at', 'findLast', 'findLastIndex', 'replaceAll', 'toSorted', 'toReversed', 'toSpliced', 'replaceChildren']
const NAMED = {
  Object: ['hasOwn', 'groupBy'],
  Promise: ['any', 'try', 'withResolvers'],
  crypto: ['randomUUID'],
  AbortSignal: ['timeout', 'any'],
  Map: ['groupBy'],
}
const GLOBAL = ['structuredClone', 'WeakRef', 'FinalizationRegistry', 'AggregateError']

function* nodes(node) {
  if (node && typeof node.type === 'string') yield node
  for (const value of Object.values(node || {})) if (value && typeof value === 'object') yield* nodes(value)
}

function wrong(node) {
  if (node.type === 'Identifier' && GLOBAL.includes(node.name)) return node.name
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
  const name = node.callee.property.name
  const owner = node.callee.object.name
  if (CALLED.includes(name) && !node.callee.computed) return `.${name}()`
  return owner in NAMED && NAMED[owner].includes(name) ? `${owner}.${name}()` : null
}

function faults(file) {
  let tree
  try {
    tree = parse(readFileSync(file, 'utf8'), { ecmaVersion: 2020, sourceType: 'module', locations: true })
  } catch (error) {
    return [error.message]
  }
  if (file.includes('static/vendor/')) return []
  return [...nodes(tree)].filter(wrong).map(node => `${wrong(node)} (line ${node.loc.start.line})`)
}

for (const file of process.argv.slice(2)) for (const fault of faults(file)) console.log(`${file}: ${fault}`)
