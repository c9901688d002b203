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
