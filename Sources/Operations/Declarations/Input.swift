import DetectionCore
import JSON

/// An input tensor of an operation, as it is declared.
package struct Input: Sendable {
  /// What the elements are.
  package enum Element: String, Sendable {
    case number
    case integer
    /// Whole numbers in 32 bits, of answers whose format fixes the width; inputs take any.
    case int32
    /// A COCO object. JSON alone has it, and reads it straight into columns.
    case groundTruth = "coco_object"
    /// A COCO results list, likewise.
    case results = "coco_results"
    /// Ids: whole numbers of 64 bits, in JSON texts as well.
    case id
    /// Texts; of answers alone.
    case word = "text"

    /// Whether JSON is read from its text, not as a value.
    package var isText: Bool { self == .groundTruth || self == .results || self == .id }

    /// Whether only JSON has it: it is no tensor.
    package var isRecords: Bool { self == .groundTruth || self == .results }

    /// Whether a tensor of it holds whole numbers.
    package var isWhole: Bool { self == .integer || self == .id }
  }

  /// Whether it may be left out.
  package enum Presence: Sendable, Equatable {
    case required
    /// What it stands for when it is left out, in words.
    case optional(otherwise: String)
    /// Exactly one input of that group is given.
    case oneOf(group: String)
  }

  package let name: String
  /// The shapes it may have; the first is the usual one.
  package let shapes: [ShapePattern]
  /// The shapes of a level, where it may come as a list of them; empty: it may not.
  let levels: [ShapePattern]
  package let element: Element
  package private(set) var presence: Presence
  /// What must hold for it to have an effect; it is refused otherwise.
  package var conditions: [Condition] = []
  /// Whether the answer can hold a gradient by it.
  package let isDifferentiable: Bool
  /// What it holds: units, ranges.
  package let holds: String

  init(
    _ name: String, _ shapes: ShapePattern..., levels: [ShapePattern] = [], element: Element = .number,
    presence: Presence = .required, isDifferentiable: Bool = false, holds: String
  ) {
    self.init(
      name: name, shapes: shapes, levels: levels, element: element, presence: presence,
      isDifferentiable: isDifferentiable, holds: holds)
  }

  init(
    _ name: String, _ shapes: [ShapePattern], levels: [ShapePattern] = [], element: Element = .number,
    isDifferentiable: Bool = false, holds: String
  ) {
    self.init(
      name: name, shapes: shapes, levels: levels, element: element, presence: .required,
      isDifferentiable: isDifferentiable, holds: holds)
  }

  /// The same with another presence.
  func with(_ presence: Presence) -> Input {
    var input = self
    input.presence = presence
    return input
  }

  private init(
    name: String, shapes: [ShapePattern], levels: [ShapePattern], element: Element, presence: Presence,
    isDifferentiable: Bool, holds: String
  ) {
    self.name = name
    self.shapes = shapes
    self.levels = levels
    self.element = element
    self.presence = presence
    self.isDifferentiable = isDifferentiable
    self.holds = holds
  }
}

extension Input {
  /// Every shape it may have, in words: «(A, K) or (B, A, K), or of each level (a·K, H, W)».
  package var shapeNames: String {
    let own = Self.words(shapes)
    return levels.isEmpty ? own : "\(own), or of each level \(Self.words(levels))"
  }

  private static func words(_ shapes: [ShapePattern]) -> String {
    shapes.map(\.description).joined(separator: " or ")
  }

  /// One of its levels, as a tensor by itself: `class_logits.2`.
  func level(_ number: Int) -> Input {
    Input(
      name: "\(name).\(number)", shapes: levels, levels: [], element: element, presence: presence,
      isDifferentiable: isDifferentiable, holds: holds)
  }

  /// The levels that a value lists: objects, or arrays that nest as deep as a level does.
  func levels(in value: JSONValue) -> [JSONValue]? {
    guard !levels.isEmpty, let rank = levels.compactMap({ $0.extents?.count }).min() else { return nil }
    switch value {
    case .numbers(let tensor): return tensor.shape.rank > rank ? value.list : nil
    case .array(let items):
      let listsLevels = items.contains { item in
        switch item {
        case .object: true
        case .numbers(let tensor): tensor.shape.rank >= rank
        default: false
        }
      }
      return listsLevels ? items : nil
    default: return nil
    }
  }
}
