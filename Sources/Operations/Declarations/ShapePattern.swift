package import DetectionCore

/// A shape in letters, as the catalogue prints it: `S` (any), `(N, 4)`, `(N, C, …)`.
package struct ShapePattern: Sendable, Equatable, CustomStringConvertible {
  package enum Extent: Sendable, Equatable {
    case fixed(Int)
    case letter(String)
  }

  /// `nil`: any shape at all.
  package let extents: [Extent]?
  /// Whether further axes may follow.
  package let isOpen: Bool
  package let description: String

  /// No shape, but a word for what is there.
  static func named(_ description: String) -> ShapePattern {
    ShapePattern(extents: nil, isOpen: true, description: description)
  }

  /// `S`.
  package static let any = ShapePattern(extents: nil, isOpen: true, description: "S")

  /// Extents are numbers or letters; `open` adds `…`.
  package static func of(_ names: String..., open: Bool = false) -> ShapePattern {
    let text = names + (open ? ["…"] : [])
    return ShapePattern(
      extents: names.map { name in Int(name).map(Extent.fixed) ?? .letter(name) }, isOpen: open,
      description: names.count == 1 && !open ? "(\(names[0]),)" : "(\(text.joined(separator: ", ")))")
  }

  /// Whether the rank fits.
  func admits(rank: Int) -> Bool {
    guard let extents else { return true }
    return isOpen ? rank >= extents.count : rank == extents.count
  }

  /// Whether a shape is of this pattern, as far as that can be said without other tensors.
  func admits(_ shape: Shape) -> Bool {
    guard admits(rank: shape.rank) else { return false }
    return (extents ?? []).enumerated().allSatisfy { axis, extent in
      if case .fixed(let wanted) = extent { shape[axis] == wanted } else { true }
    }
  }

  /// Whether the number that the last extent should have stands before it.
  func isTransposed(_ shape: Shape) -> Bool {
    guard case .fixed(let last)? = extents?.last, shape.rank >= 2 else { return false }
    return shape[shape.rank - 2] == last && shape[shape.rank - 1] != last
  }

  /// The fixed extents that an empty tensor `[]` of this pattern has: `[]` where (N, 4) is wanted is N = 0.
  package var emptyShape: Shape {
    guard let extents else { return Shape(vector: 0) }
    return Shape(extents.map { if case .fixed(let extent) = $0 { extent } else { 0 } }) ?? Shape(vector: 0)
  }
}

extension ShapePattern {
  /// (n, 4) of (4,), where each row has a tensor; all have the same shape. `nil` of a number, or of any shape.
  package var ofEachRow: ShapePattern? {
    guard let extents, !isOpen, !isScalar else { return nil }
    let names = extents.map { extent in
      switch extent {
      case .fixed(let count): String(count)
      case .letter(let letter): letter
      }
    }
    return ShapePattern(reading: "(\((["n"] + names).joined(separator: ", ")))")
  }

  /// One number.
  package var isScalar: Bool { description == "()" }

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
