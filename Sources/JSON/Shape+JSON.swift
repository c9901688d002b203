import DetectionCore

/// Why a value is no shape.
package struct ShapeError: Error, Equatable {
  /// Whether it is a list of numbers at least.
  package let isList: Bool
  /// RFC 6901, within the value.
  package let place: String
  /// A sentence: what was found, what is wanted.
  package let detail: String
}

extension Shape {
  /// A shape given as a list of extents.
  package init(reading value: JSONValue) throws(ShapeError) {
    guard let numbers = value.numberList else {
      throw ShapeError(isList: false, place: "", detail: "a shape is a list of whole numbers ≥ 0, such as [3, 4]")
    }
    // As deep as arrays nest, so that a message which names a shape stays short.
    guard numbers.count <= JSONReader.maximumDepth else {
      throw ShapeError(
        isList: true, place: "", detail: "a shape has \(JSONReader.maximumDepth) extents at the most")
    }
    var extents: [Int] = []
    for (axis, number) in numbers.enumerated() {
      guard number >= 0, number.rounded() == number else {
        let found = Int(exactly: number).map(String.init) ?? "\(number)"
        throw ShapeError(
          isList: true, place: "/\(axis)", detail: "an extent is a whole number ≥ 0, found \(found)")
      }
      guard let extent = Int(exactly: number) else {
        throw ShapeError(
          isList: true, place: "/\(axis)", detail: "the extent \(number) is larger than can be counted")
      }
      extents.append(extent)
    }
    guard let shape = Shape(extents) else {
      throw ShapeError(isList: true, place: "", detail: "the shape holds more elements than can be counted")
    }
    self = shape
  }
}
