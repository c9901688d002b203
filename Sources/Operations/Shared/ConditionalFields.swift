/// A group whose fields have an effect under conditions only: those of a detector's stage that a request may leave out.
@dynamicMemberLookup
struct ConditionalFields<Group: FieldGroup>: DeclaredMember, Sendable {
  let group: Group
  let conditions: [Condition]

  var requestFields: [FieldDescription] { group.requestFields.map { $0.only(conditions) } }
  var answerFields: [OutputDescription] { group.answerFields.map { $0.only(conditions) } }

  /// A field of the group: read as any other.
  subscript<Member>(dynamicMember member: KeyPath<Group, Member>) -> Member { group[keyPath: member] }
}

extension FieldGroup {
  /// The group as one whose fields have an effect under conditions only.
  func only(_ conditions: Condition...) -> ConditionalFields<Self> {
    ConditionalFields(group: self, conditions: conditions)
  }
}

extension FieldDescription {
  /// The same with further conditions.
  fileprivate func only(_ conditions: [Condition]) -> FieldDescription {
    switch self {
    case .input(var input):
      input.conditions += conditions
      return .input(input)
    case .parameter(var parameter):
      parameter.conditions += conditions
      return .parameter(parameter)
    }
  }
}

extension OutputDescription {
  /// The same with further conditions.
  fileprivate func only(_ conditions: [Condition]) -> OutputDescription {
    var output = self
    output.conditions += conditions
    return output
  }
}
