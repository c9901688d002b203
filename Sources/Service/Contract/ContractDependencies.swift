import JSON
import Operations

/// What a field asks of others where it is given, as `dependentSchemas` of JSON Schema 2020-12. Validators check them;
/// generators of clients pass over them.
struct ContractDependencies {
  /// By the field; empty where no field asks anything.
  private(set) var value: JSONObject = [:]
  private let defaultValue: (String) -> JSONValue
  /// The values of a choice or flag.
  private let choices: (String) -> [JSONValue]
  /// What `compat` makes of fields that are left out: by field, the libraries that give it a value, and which.
  private let profiles: [String: [(library: String, value: JSONValue)]]

  /// Of a request: conditions of inputs and parameters, and groups of which exactly one is given.
  init(_ declaration: Declaration) {
    defaultValue = { name in declaration.value(of: name) { _ in nil } }
    profiles = Self.profiles(declaration.dialects)
    choices = { declaration.parameter($0)?.type.choices ?? [] }
    for input in declaration.inputs { add(input.conditions, to: input.name) }
    for parameter in declaration.parameters {
      add(parameter.conditions, to: parameter.name, unless: parameter.defaultValue)
    }
    let anchor = (declaration.requiredInputs + declaration.requiredParameters).first
    for group in declaration.groups {
      addChoice(of: group, to: anchor)
      guard anchor == nil else { continue }
      // Nothing is in every request, but a member of each other group is.
      for member in declaration.groups.filter({ $0 != group }).joined() { append(Self.choice(of: group), to: member) }
    }
  }

  /// Of an object within a request, whose members' conditions name each other.
  init(members: [Parameter]) {
    defaultValue = { name in members.first { $0.name == name }?.defaultValue ?? .null }
    profiles = [:]
    choices = { _ in [] }
    for member in members { add(member.conditions, to: member.name, unless: member.defaultValue) }
  }

  /// The conditions hold, or the field is at its default, or null, which is "not given".
  private mutating func add(_ conditions: [Condition], to name: String, unless initial: JSONValue = .null) {
    guard !conditions.isEmpty else { return }
    let idle = JSONValue.array(initial == .null ? [.null] : [.null, initial])
    append(Self.any([Self.property(name, ["enum": idle]), Self.all(conditions.map(schema))]), to: name)
  }

  /// Exactly one of the group is given. It is stated at a field that every request has; without one, at each member, that
  /// the others are not.
  private mutating func addChoice(of group: [String], to anchor: String?) {
    guard let anchor else {
      for member in group {
        let others = group.filter { $0 != member }.map { Self.property($0, Self.null) }
        append(Self.any([Self.property(member, Self.null), Self.all(others)]), to: member)
      }
      return
    }
    append(Self.choice(of: group), to: anchor)
  }

  /// Exactly one of the group is given.
  private static func choice(of group: [String]) -> JSONValue {
    any(
      group.map { chosen in
        let properties = group.map { JSONObject.Member(key: $0, value: $0 == chosen ? given : null) }
        return ["required": [.string(chosen)], "properties": .object(JSONObject(members: properties))] as JSONValue
      })
  }

  /// One condition on the whole request or object.
  private func schema(_ condition: Condition) -> JSONValue {
    switch condition {
    case .flag(let field):
      byProfile(field) { $0 == .bool(true) }
        ?? Self.property(field, ["enum": [true]], isRequired: defaultValue(field) != .bool(true))
    case .given(let field): Self.property(field, Self.given, isRequired: true)
    case .givenAny(let fields): Self.any(fields.map { Self.property($0, Self.given, isRequired: true) })
    case .absent(let field): Self.property(field, Self.null)
    case .choice(let field, let values):
      byProfile(field) { $0.text.map(values.contains) ?? true } ?? choice(field, values)
    }
  }

  private static func profiles(_ dialects: Dialects?) -> [String: [(library: String, value: JSONValue)]] {
    var profiles: [String: [(library: String, value: JSONValue)]] = [:]
    for profile in dialects?.profiles ?? [] {
      for setting in profile.settings where setting.conditions.isEmpty {
        profiles[setting.field, default: []].append((profile.library.rawValue, setting.value))
      }
    }
    return profiles
  }

  /// Of a field that libraries give a value: it is given one that is right, or left out where the library's, or the default,
  /// is. `nil`: no library gives it any.
  private func byProfile(_ field: String, _ isRight: (JSONValue) -> Bool) -> JSONValue? {
    guard let settings = profiles[field] else { return nil }
    let values = choices(field).filter(isRight)
    let given = Self.property(field, ["enum": .array(values)], isRequired: true)
    let isDefault = isRight(defaultValue(field))
    // Of the libraries that give it a value: those that decide otherwise than the default does.
    let others = settings.filter { isRight($0.value) != isDefault }.map { JSONValue.string($0.library) }
    guard isDefault || !others.isEmpty else { return given }
    var leftOut = [Self.property(field, Self.null)]
    if !others.isEmpty {
      let names: JSONValue = ["enum": .array(others)]
      leftOut.append(
        isDefault ? Self.property("compat", ["not": names]) : Self.property("compat", names, isRequired: true))
    }
    return Self.any([given, Self.all(leftOut)])
  }

  /// A choice, or a member of an object (`suppression.method`), has one of the values; by its default it may be left out.
  private func choice(_ field: String, _ values: [String]) -> JSONValue {
    let initial = defaultValue(field).text
    let isDefault = initial.map(values.contains) ?? true
    let names = values.map(JSONValue.string) + (isDefault ? [.null] : [])
    let path = field.split(separator: ".", maxSplits: 1).map(String.init)
    var schema: JSONValue = ["enum": .array(names)]
    for name in path.reversed() {
      schema = Self.property(name, schema, isRequired: !isDefault)
      if name != path[0], !isDefault, case .object(var object) = schema {
        object["type"] = "object"
        schema = .object(object)
      }
    }
    return schema
  }

  /// With what the field asks already.
  private mutating func append(_ schema: JSONValue, to name: String) {
    guard let known = value[name] else {
      value[name] = schema
      return
    }
    value[name] = ["allOf": .array((known["allOf"]?.list ?? [known]) + [schema])]
  }

  private static let null: JSONValue = ["type": "null"]
  private static let given: JSONValue = ["not": null]

  private static func all(_ schemas: [JSONValue]) -> JSONValue {
    schemas.count == 1 ? schemas[0] : ["allOf": .array(schemas)]
  }

  private static func any(_ schemas: [JSONValue]) -> JSONValue { ["anyOf": .array(schemas)] }

  private static func property(_ name: String, _ schema: JSONValue, isRequired: Bool = false) -> JSONValue {
    let properties: JSONValue = .object(JSONObject(members: [JSONObject.Member(key: name, value: schema)]))
    return isRequired ? ["required": [.string(name)], "properties": properties] : ["properties": properties]
  }
}

extension ParameterType {
  /// The values of a choice or flag.
  fileprivate var choices: [JSONValue] {
    switch self {
    case .choice(let names): names.map(JSONValue.string)
    case .boolean: [true, false]
    default: []
    }
  }
}
