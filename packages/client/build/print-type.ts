import {
  type Checker,
  SymbolFlags,
  type Type,
  TypeFlags,
  type Symbol as TypeSymbol,
  type UnionType,
} from 'typescript/unstable/sync'

/** Names under which types are already declared, by their ids: they are referred to and not written out again. */
export type Names = ReadonlyMap<number, string>

/**
 * Writes a type out, whatever names and libraries it was made with, as text that stands by itself. The types of the wire
 * are those of JSON; another one, such as a `Date`, would not arrive as what it says, and throws with its place.
 * `margin` is what stands left of it.
 */
export function printType(checker: Checker, type: Type, place: string, names: Names, margin = ''): string {
  return print(type, place, margin, false)

  function print(each: Type, at: string, left: string, mayName = true): string {
    const name = mayName ? names.get(each.id) : undefined
    if (name !== undefined) return name
    if (each.isErrorType()) throw new Error(`${at}: the compiler does not know this type`)
    if (each.flags & TypeFlags.Boolean) return 'boolean'
    if (each.isUnionType()) return union(each, at, left).join(' | ')
    if (each.isLiteralType()) return typeof each.value === 'string' ? quoted(each.value) : String(each.value)
    if (each.isIntrinsicType() && !(each.flags & refused)) return each.intrinsicName
    if (checker.isTupleType(each)) throw unwritable(each, at)
    if (checker.isArrayType(each)) return array(each, at, left)
    if (each.isIntersectionType() || each.isObjectType()) return object(each, at, left)
    throw unwritable(each, at)
  }

  function union(type: UnionType, at: string, left: string): string[] {
    const members = new Set(type.getTypes().map((member) => print(member, at, left)))
    // The compiler keeps `boolean` as its two values.
    if (members.has('true') && members.delete('false')) {
      members.delete('true')
      members.add('boolean')
    }
    return [...members].sort((a, b) => rank(a) - rank(b))
  }

  function array(type: Type, at: string, left: string): string {
    const [item] = type.isTypeReference() ? checker.getTypeArguments(type) : []
    if (item === undefined) throw unwritable(type, at)
    const printed = print(item, `${at}[]`, left)
    const several = item.isUnionType() && !names.has(item.id) && union(item, at, left).length > 1
    return several ? `(${printed})[]` : `${printed}[]`
  }

  function object(type: Type, at: string, left: string): string {
    const properties = checker.getPropertiesOfType(type)
    if (properties.some(({ flags }) => flags & SymbolFlags.Method)) throw unwritable(type, at)
    const deeper = `${left}  `
    const lines = [
      ...checker.getIndexInfosOfType(type).map(({ keyType, valueType }) => {
        return `[key: ${print(keyType, at, deeper)}]: ${print(valueType, `${at}[]`, deeper)}`
      }),
      ...properties.map((property) => line(property, at, deeper)),
    ]
    return lines.length === 0 ? '{}' : `{\n${lines.map((each) => `${deeper}${each}\n`).join('')}${left}}`
  }

  function line(property: TypeSymbol, at: string, left: string): string {
    const type = checker.getTypeOfSymbol(property)
    if (type === undefined) throw new Error(`${at}.${property.name}: the compiler does not know this type`)
    const key = /^[A-Za-z_$][\w$]*$/.test(property.name) ? property.name : quoted(property.name)
    return `${key}${property.flags & SymbolFlags.Optional ? '?' : ''}: ${print(type, `${at}.${property.name}`, left)}`
  }

  function unwritable(type: Type, at: string): Error {
    return new Error(`${at}: ${checker.typeToString(type)} is not a type of JSON`)
  }
}

const refused = TypeFlags.Any | TypeFlags.ESSymbol | TypeFlags.BigInt | TypeFlags.NonPrimitive

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** `null` and `undefined` go last. */
function rank(text: string): number {
  return text === 'undefined' ? 2 : text === 'null' ? 1 : 0
}
