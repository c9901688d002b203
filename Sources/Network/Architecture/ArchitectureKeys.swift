import JSON

/// A network's description, JSON, key by key. Keys that are not known say nothing here.
struct ArchitectureKeys {
  let object: JSONObject

  /// The text under `__metadata__` of a safetensors file.
  init(_ text: String) throws(NetworkError) {
    let value: JSONValue
    do {
      value = try JSONReader.read(text)
    } catch {
      throw NetworkError(.invalid, "the metadata focald is not JSON: \(error.detail)")
    }
    guard let object = value.object else {
      throw NetworkError(.invalid, "the metadata focald must be an object, not \(value.kindName)")
    }
    self.object = object
  }

  /// A value; `null` is not given.
  subscript(_ key: String) -> JSONValue? {
    guard let value = object[key], value != .null else { return nil }
    return value
  }

  func integer(_ key: String, in range: ClosedRange<Int>, or fallback: Int?) throws(NetworkError) -> Int {
    guard let value = self[key] else { return try given(fallback, key) }
    guard let number = value.integer, range.contains(number) else {
      throw wrong(key, "a whole number from \(range.lowerBound) to \(range.upperBound)", value)
    }
    return number
  }

  func number(_ key: String, in range: ClosedRange<Double>, or fallback: Double?) throws(NetworkError) -> Double {
    guard let value = self[key] else { return try given(fallback, key) }
    guard let number = value.number, range.contains(number) else {
      throw wrong(key, "a number from \(range.lowerBound) to \(range.upperBound)", value)
    }
    return number
  }

  func integers(_ key: String, in range: ClosedRange<Int>) throws(NetworkError) -> [Int] {
    guard let value = self[key] else { return try given(nil, key) }
    let numbers = (value.numberList ?? []).compactMap { Int(exactly: $0) }.filter(range.contains)
    guard !numbers.isEmpty, numbers.count == value.list?.count else {
      throw wrong(key, "whole numbers from \(range.lowerBound) to \(range.upperBound)", value)
    }
    return numbers
  }

  /// Three numbers, one a channel.
  func channels(_ key: String, in range: ClosedRange<Double>, or fallback: [Double]) throws(NetworkError) -> [Double] {
    guard let value = self[key] else { return fallback }
    guard let numbers = value.numberList, numbers.count == 3, numbers.allSatisfy(range.contains) else {
      throw wrong(key, "three numbers from \(range.lowerBound) to \(range.upperBound)", value)
    }
    return numbers
  }

  func word(_ key: String, among words: [String], or fallback: String) throws(NetworkError) -> String {
    guard let value = self[key] else { return fallback }
    guard let text = value.text, words.contains(text) else {
      throw wrong(key, words.joined(separator: " or "), value)
    }
    return text
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, or fallback: Choice?) throws(NetworkError)
    -> Choice where Choice.RawValue == String
  {
    guard let value = self[key] else { return try given(fallback, key) }
    guard let choice = value.text.flatMap(Choice.init) else {
      throw wrong(key, Choice.allCases.map(\.rawValue).joined(separator: " or "), value)
    }
    return choice
  }

  func words(_ key: String) throws(NetworkError) -> [String]? {
    guard let value = self[key] else { return nil }
    let words = (value.list ?? []).compactMap(\.text)
    guard words.count == value.list?.count else { throw wrong(key, "a list of strings", value) }
    return words
  }

  private func given<Value>(_ fallback: Value?, _ key: String) throws(NetworkError) -> Value {
    guard let fallback else { throw NetworkError(.invalid, "the metadata focald lacks the key \(key)") }
    return fallback
  }

  func wrong(_ key: String, _ expected: String, _ found: JSONValue) -> NetworkError {
    let found = found.number.map { "\($0)" } ?? found.text.map { "\"\($0.prefix(40))\"" } ?? found.kindName
    return NetworkError(.invalid, "\(key) in the metadata focald: expected \(expected), found \(found)")
  }
}

extension ArchitectureKeys {
  /// Stages by torchvision's names, `layer1` the first; without the key the last three.
  func stages(_ key: String, of count: Int) throws(NetworkError) -> [Int] {
    guard let names = try words(key) else { return Array(max(0, count - 3)..<count) }
    let stages = names.compactMap { name in (0..<count).first { name == "layer\($0 + 1)" } }
    guard !stages.isEmpty, stages.count == names.count, zip(stages, stages.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw wrong(key, "ascending names from layer1 to layer\(count)", self[key] ?? .null)
    }
    return stages
  }

  /// Sizes × ratios of a cell. All levels have as many, since they share the convolutions.
  func anchorsPerCell(levels: Int) throws(NetworkError) -> Int {
    let sizes = try perLevel("anchor_sizes", levels: levels)
    let ratios = try perLevel("aspect_ratios", levels: levels)
    let counts = Set(zip(sizes, ratios).map { $0 * $1 })
    guard let count = counts.first, counts.count == 1, (1...4096).contains(count) else {
      throw NetworkError(.invalid, "anchor_sizes and aspect_ratios must give each level as many anchors a cell")
    }
    let stated = try integer("anchors_per_location", in: 1...4096, or: count)
    guard stated == count else {
      throw NetworkError(
        .invalid, "anchors_per_location is \(stated), but anchor_sizes and aspect_ratios give \(count) anchors a cell")
    }
    return count
  }

  /// How many positive numbers each level has: one list for all, or a list per level.
  private func perLevel(_ key: String, levels: Int) throws(NetworkError) -> [Int] {
    guard let value = self[key] else { return try given(nil, key) }
    let isPositive = { (number: Double) in number > 0 && number.isFinite }
    if let numbers = value.numberList, !numbers.isEmpty, numbers.allSatisfy(isPositive) {
      return Array(repeating: numbers.count, count: levels)
    }
    let lists = (value.list ?? []).compactMap(\.numberList)
    guard lists.count == levels, value.list?.count == levels,
      lists.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isPositive) })
    else { throw wrong(key, "positive numbers, for all levels or a list for each of the \(levels)", value) }
    return lists.map(\.count)
  }

  /// Keys with one value that is known here.
  func checkFixed(expansion: Int) throws(NetworkError) {
    _ = try word("architecture", among: ["retinanet"], or: "retinanet")
    _ = try word("normalization", among: ["batchnorm", "frozen_batchnorm"], or: "batchnorm")
    let stated = try integer("expansion", in: 1...64, or: expansion)
    guard stated == expansion else {
      throw NetworkError(.invalid, "expansion is \(stated); blocks of this kind have \(expansion)")
    }
    // log(1000/16), what every decoder of box deltas clamps at.
    let clip = try number("box_clip", in: 0...100, or: 4.135166556742356)
    guard abs(clip - 4.135166556742356) < 1e-9 else {
      throw NetworkError(.invalid, "box_clip is \(clip); sizes are clamped at log(1000/16) = 4.135166556742356")
    }
  }
}
