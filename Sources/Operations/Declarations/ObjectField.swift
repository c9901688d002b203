import JSON

/// A parameter that is an object, as a request gives it: its members are read as `values[values.group.method]`.
struct ObjectValues<Group: FieldGroup>: ParameterValues {
  /// What declares the members.
  let group: Group
  private let values: ParameterObject

  fileprivate init?(_ group: Group, _ members: [Parameter], _ value: JSONValue) {
    guard case .object(let object) = value else { return nil }
    self.group = group
    values = ParameterObject(members: members, object: object)
  }

  func given(_ name: String) -> JSONValue? { values.given(name) }

  func value(_ name: String) -> JSONValue { values.value(name) }
}

extension Field {
  /// An object, whose members the group declares; may be left out. A member's conditions name its siblings.
  static func object<Group: FieldGroup>(_ name: String, _ group: Group, _ meaning: String) -> Field
  where Value == ObjectValues<Group>? {
    let members = group.requestFields.compactMap { if case .parameter(let member) = $0 { member } else { nil } }
    return Field(name, .object(members), default: .null, fallback: nil, meaning) { ObjectValues(group, members, $0) }
  }
}

extension Condition {
  /// A choice that is a member of an object has one of these values.
  static func when<Group, Choice: RawRepresentable>(
    _ object: Field<ObjectValues<Group>?>, _ member: Field<Choice>, is values: [Choice]
  ) -> Condition where Choice.RawValue == String {
    .choice("\(object.name).\(member.name)", values.map(\.rawValue))
  }
}
