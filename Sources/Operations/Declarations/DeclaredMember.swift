/// A part of an operation that declares fields of its requests, or of its answers.
///
/// An operation's declaration is read off its stored properties, in their order: what can be read from a request, or put
/// into an answer, is therefore always declared.
protocol DeclaredMember {
  /// Inputs and parameters of a request.
  var requestFields: [FieldDescription] { get }
  /// Fields of an answer.
  var answerFields: [OutputDescription] { get }
}

extension DeclaredMember {
  var requestFields: [FieldDescription] { [] }
  var answerFields: [OutputDescription] { [] }
}

/// The stored properties of an operation, or a group, that declare something.
func declaredMembers(of value: Any) -> [any DeclaredMember] {
  Mirror(reflecting: value).children.flatMap { child -> [any DeclaredMember] in
    if let member = child.value as? any DeclaredMember { return [member] }
    return child.value as? [any DeclaredMember] ?? []
  }
}
