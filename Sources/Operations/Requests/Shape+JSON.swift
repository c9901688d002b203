import DetectionCore
import JSON

extension Shape {
  /// A shape given as a list of extents.
  package init(reading value: JSONValue, at place: String) throws(Problem) {
    guard let numbers = value.numberList else {
      throw Problem(.wrongType, at: place, "a shape is a list of whole numbers ≥ 0, such as [3, 4]")
    }
    // As deep as arrays nest, so that a message which names a shape stays short.
    guard numbers.count <= JSONReader.maximumDepth else {
      throw Problem(.invalidShape, at: place, "a shape has \(JSONReader.maximumDepth) extents at the most")
    }
    var extents: [Int] = []
    for (axis, number) in numbers.enumerated() {
      guard number >= 0, number.rounded() == number else {
        throw Problem(
          .invalidShape, at: "\(place)/\(axis)", "an extent is a whole number ≥ 0, found \(plain(number))")
      }
      guard let extent = Int(exactly: number) else {
        throw Problem(.invalidShape, at: "\(place)/\(axis)", "the extent \(number) is larger than can be counted")
      }
      extents.append(extent)
    }
    guard let shape = Shape(extents) else {
      throw Problem(.invalidShape, at: place, "the shape holds more elements than can be counted")
    }
    self = shape
  }
}
