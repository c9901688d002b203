/// Fields that belong together, which several operations have: its stored properties are its declaration as well.
protocol FieldGroup: DeclaredMember, Sendable {}

extension FieldGroup {
  var requestFields: [FieldDescription] { declaredMembers(of: self).flatMap(\.requestFields) }
  var answerFields: [OutputDescription] { declaredMembers(of: self).flatMap(\.answerFields) }
}
