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

/// Fields that belong together, which several operations have: its stored properties are its declaration as well.
protocol FieldGroup: DeclaredMember, Sendable {}

extension FieldGroup {
  var requestFields: [FieldDescription] { declaredMembers(of: self).flatMap(\.requestFields) }
  var answerFields: [OutputDescription] { declaredMembers(of: self).flatMap(\.answerFields) }
}

/// The stored properties of an operation, or a group, that declare something.
func declaredMembers(of value: Any) -> [any DeclaredMember] {
  Mirror(reflecting: value).children.flatMap { child -> [any DeclaredMember] in
    if let member = child.value as? any DeclaredMember { return [member] }
    return child.value as? [any DeclaredMember] ?? []
  }
}

/// An input or a parameter, without the type that it is read as.
enum FieldDescription: Sendable {
  case input(Input)
  case parameter(Parameter)

  var name: String {
    switch self {
    case .input(let input): input.name
    case .parameter(let parameter): parameter.name
    }
  }
}
