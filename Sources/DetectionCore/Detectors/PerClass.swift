/// A number that is the same for every class, or one per class.
public enum PerClass<S: Scalar>: Sendable, Equatable {
  /// The same for all.
  case one(S)
  /// At the class's index.
  case each([S])

  /// The number of a class; of a class that has none, the last.
  @inline(__always)
  public subscript(_ label: Int) -> S {
    switch self {
    case .one(let number): number
    case .each(let numbers): numbers.isEmpty ? 0 : numbers[min(max(label, 0), numbers.count - 1)]
    }
  }

  /// The next lesser numbers: what exceeds them has reached these.
  public var nextDown: PerClass {
    switch self {
    case .one(let number): .one(number.nextDown)
    case .each(let numbers): .each(numbers.map(\.nextDown))
    }
  }

  /// The smallest of them; with no class at all, 0.
  var least: S {
    switch self {
    case .one(let number): number
    case .each(let numbers): numbers.min() ?? 0
    }
  }

  /// How many classes it knows; `nil`: any.
  var count: Int? { if case .each(let numbers) = self { numbers.count } else { nil } }

  /// Throws unless it is one number, or one for each of the classes.
  func check(_ role: InputRole, classes: Int) throws(DetectionError) {
    guard let count, count != classes else { return }
    throw .shape(role, .numberPerClass(classes), found: Shape(vector: count))
  }

  /// Throws unless every label has a number.
  func check(_ role: InputRole, labels: Tensor<Int>?) throws(DetectionError) {
    guard let count else { return }
    guard let labels else {
      throw .conflict(role, .noLabels)
    }
    if let position = labels.withElements({ $0.firstIndex { !(0..<count).contains($0) } }) {
      throw .number(
        .labels, .classOf(role, count: count), position: position, value: Double(labels[position]))
    }
  }
}
