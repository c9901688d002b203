/// A field of an operation's answer, as it is declared.
struct Output: Sendable {
  /// A tensor of the answer, as protocols without objects name it.
  struct Tensor: Sendable {
    let name: String
    let shape: ShapePattern
    let element: Input.Element
  }

  let name: String
  /// Shape in letters, `()` for a number; empty for an object.
  let shape: String
  /// When it is there: `always`, or the condition in words.
  let presence: String
  let holds: String
  /// What it is as tensors: itself, or an object's members.
  let tensors: [Tensor]

  init(
    _ name: String, _ shape: String, element: Input.Element = .number, presence: String = "always", _ holds: String
  ) {
    self.name = name
    self.shape = shape
    self.presence = presence
    self.holds = holds
    tensors = [Tensor(name: name, shape: ShapePattern(reading: shape), element: element)]
  }

  /// An object, or a list of them, whose members are tensors elsewhere.
  init(_ name: String, _ shape: String, presence: String = "always", members: [Tensor], _ holds: String) {
    self.name = name
    self.shape = shape
    self.presence = presence
    self.holds = holds
    tensors = members
  }

  /// The counts of a pipeline's stages.
  static func counts(_ extent: String, _ names: [String]) -> [Tensor] {
    names.map { Tensor(name: "counts.\($0)", shape: .of(extent), element: .integer) }
  }
}

extension ShapePattern {
  /// Reads `(N, 4)`; what has no parentheses is any shape, and `()` one number.
  init(reading text: String) {
    guard text.hasPrefix("("), text.hasSuffix(")") else {
      self = .any
      return
    }
    let names = text.dropFirst().dropLast().split(separator: ",").map { $0.filter { $0 != " " } }
    let extents = names.map { name in Int(name).map(Extent.fixed) ?? .letter(name) }
    self.init(extents: extents.isEmpty ? [.fixed(1)] : extents, isOpen: false, description: text)
  }
}
