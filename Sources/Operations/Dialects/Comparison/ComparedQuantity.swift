import DetectionCore

/// A part of an answer that a comparison follows: one number, or a set of indices.
struct ComparedQuantity: Sendable {
  /// What of a tensor.
  enum Part: Sendable {
    /// The one number that it is.
    case whole
    case mean
    /// The sum of its numbers, which may be more or fewer in another answer.
    case sum
    /// The element at a flat position.
    case element(Int)
    /// All of its numbers, as a set.
    case set
  }

  /// A value of it.
  enum Value: Sendable {
    case number(Double)
    case set(Set<Int>)
  }

  /// As answers name it: `components.classification`, `iou.mean`, `gradients.boxes[3][0]`, `images[0].scores.sum`.
  let name: String
  /// The members that lead to it.
  private let path: [String]
  private let part: Part

  /// Outputs that are followed, with all of their members: numbers whose shapes are those of the request.
  private static let followed: Set = ["loss", "components", "iou", "gradients"]
  /// Outputs whose numbers are a set.
  private static let sets: Set = ["indices", "anchor_indices"]
  /// What of an image's detections is added up.
  private static let sums: Set = ["scores", "boxes"]
  /// Images that are followed at the most, each by itself.
  private static let imageLimit = 8

  /// The quantities of two answers that both have, sets first; of a tensor its mean, and the element that differs most; of
  /// detections which rows they are of, and the sums of scores and boxes.
  static func all(_ first: Answer, _ second: Answer) -> [ComparedQuantity] {
    let others = tensors(second)
    let all = tensors(first).flatMap { path, tensor -> [ComparedQuantity] in
      guard let other = others.first(where: { $0.path == path })?.tensor else { return [] }
      return quantities(path, tensor, other)
    }
    return all.filter(\.isSet) + all.filter { !$0.isSet }
  }

  private var isSet: Bool { if case .set = part { true } else { false } }

  /// What it is in an answer; `nil` where the answer has none of it.
  func value(in answer: Answer) -> Value? {
    guard let tensor = Self.tensors(answer).first(where: { $0.path == path })?.tensor else { return nil }
    let numbers = tensor.converted(to: Double.self)
    switch part {
    case .set: return .set(Set(numbers.elements.compactMap(Int.init(exactly:))))
    case .sum: return .number(numbers.elements.reduce(0, +))
    case .whole, .mean:
      return numbers.count == 0 ? nil : .number(numbers.elements.reduce(0, +) / Double(numbers.count))
    case .element(let position): return position < numbers.count ? .number(numbers[position]) : nil
    }
  }

  private static func quantities(_ path: [String], _ tensor: AnyTensor, _ other: AnyTensor) -> [ComparedQuantity] {
    let name = path.joined(separator: ".")
    if let last = path.last, sets.contains(last) { return [ComparedQuantity(name: name, path: path, part: .set)] }
    if path.first?.hasPrefix(images) ?? false {
      return [ComparedQuantity(name: "\(name).sum", path: path, part: .sum)]
    }
    guard tensor.shape == other.shape, tensor.shape.count > 0 else { return [] }
    guard tensor.shape.rank > 0 else { return [ComparedQuantity(name: name, path: path, part: .whole)] }
    let (a, b) = (tensor.converted(to: Double.self), other.converted(to: Double.self))
    let largest = (0..<a.count).max { abs(b[$0] - a[$0]) < abs(b[$1] - a[$1]) } ?? 0
    let place = pointer(position: largest, in: tensor.shape).split(separator: "/").map { "[\($0)]" }.joined()
    return [
      ComparedQuantity(name: "\(name).mean", path: path, part: .mean),
      ComparedQuantity(name: name + place, path: path, part: .element(largest)),
    ]
  }

  private static func tensors(_ answer: Answer) -> [(path: [String], tensor: AnyTensor)] {
    let whole = answer.fields.filter { followed.contains($0.name) || sets.contains($0.name) }.flatMap {
      tensors($0, [])
    }
    return whole + answer.fields.filter { $0.name == images }.flatMap { detections($0.value) }
  }

  private static let images = "images"

  /// The rows, scores and boxes of each image.
  private static func detections(_ value: Answer.Value) -> [(path: [String], tensor: AnyTensor)] {
    guard case .list(let found) = value else { return [] }
    return found.prefix(imageLimit).enumerated().flatMap { number, image -> [(path: [String], tensor: AnyTensor)] in
      guard case .object(let members) = image else { return [] }
      let chosen = members.filter { sets.contains($0.name) || sums.contains($0.name) }
      return chosen.flatMap { tensors($0, ["\(images)[\(number)]"]) }
    }
  }

  private static func tensors(_ field: Answer.Field, _ path: [String]) -> [(path: [String], tensor: AnyTensor)] {
    switch field.value {
    case .tensor(let tensor): [(path + [field.name], tensor)]
    case .object(let members): members.flatMap { tensors($0, path + [field.name]) }
    default: []
    }
  }
}
