import DetectionCore

extension NumberRule {
  /// What the number must be, behind «expected».
  var words: String {
    switch self {
    case .target: "a target in [0, 1]"
    case .probability: "a probability in [0, 1]"
    case .score: "a score in [0, 1]"
    case .objectness: "an objectness in [0, 1]"
    case .targetOfBins(let last): "a target in [0, \(last)]"
    case .classIndex(let classes, let ignored):
      "a class index \(Self.range(classes))" + (ignored.map { " or ignore_index \($0)" } ?? "")
    case .foregroundClass(let classes, let background):
      "a class index \(Self.range(classes)) that is not background_class, \(background)"
    case .objectClass(let range) where range.isEmpty, .objectImage(let range) where range.isEmpty:
      "no object, as there is none to choose from"
    case .objectClass(let classes): "a class index \(Self.range(classes))"
    case .objectImage(let images): "an image index \(Self.range(images))"
    case .proposalImage(let images) where images.isEmpty: "no proposal, as there is no image"
    case .proposalImage(let images): "an image index \(Self.range(images))"
    case .classOf(let parameter, let count):
      "a class from 0 to \(count - 1), as \(parameter.fieldName) has \(count) numbers"
    case .classInLastColumn: "a class index in the last column: rows are x1, y1, x2, y2, score, class"
    case .model(let count): "a model from 0 to \(count - 1), as weights tells \(count)"
    case .positiveSize: "a positive size"
    case .sizeToFit: "a size > 0"
    case .boxToFit: "a box of sides > 0"
    case .positiveBox: "a box of positive width and height"
    case .weight: "a weight ≥ 0"
    case .reach: "a distance ≥ 0"
    case .count: "a count ≥ 0"
    case .weighingScore: "a score ≥ 0, as boxes are weighted by it"
    case .scoreOfMethod(let method): "a score ≥ 0, as the method \(method) weighs by it"
    case .distances: "distances of a box that is not inside out, left + right and top + bottom ≥ 0"
    case .centerInImage(let axis, let size):
      "an object whose centre lies in the image, its \(axis == .x ? "x" : "y") from 0 to \(size)"
    case .centerInCell(let corner): "a centre inside its cell, from \(corner) to \(corner + 1)"
    }
  }

  /// Of no class it says −1, as of all: the first and the last.
  private static func range(_ range: Range<Int>) -> String { "from \(range.lowerBound) to \(range.upperBound - 1)" }
}
