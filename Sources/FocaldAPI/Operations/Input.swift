/// An input tensor of an operation, as it is declared.
struct Input: Sendable {
  /// What the elements are.
  enum Element: String, Sendable {
    case number
    case integer
  }

  /// Whether it may be left out.
  enum Presence: Sendable, Equatable {
    case required
    /// What it stands for when it is left out, in words.
    case optional(otherwise: String)
    /// Exactly one input of that group is given.
    case oneOf(group: String)
  }

  let name: String
  /// The shapes it may have; the first is the usual one.
  let shapes: [ShapePattern]
  let element: Element
  let presence: Presence
  /// Whether the answer can hold a gradient by it.
  let isDifferentiable: Bool
  /// What it holds: units, ranges.
  let holds: String

  init(
    _ name: String, _ shapes: ShapePattern..., element: Element = .number, presence: Presence = .required,
    isDifferentiable: Bool = false, holds: String
  ) {
    self.name = name
    self.shapes = shapes
    self.element = element
    self.presence = presence
    self.isDifferentiable = isDifferentiable
    self.holds = holds
  }
}
