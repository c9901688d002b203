/// What a number must be.
public enum NumberRule: Equatable, Sendable {
  /// A target in [0, 1].
  case target
  /// A probability in [0, 1].
  case probability
  /// A score in [0, 1].
  case score
  /// An objectness in [0, 1].
  case objectness
  /// A target among bins, from 0 to the last.
  case targetOfBins(last: Int)
  /// The index of a class; of an element that does not count it may be `ignored`.
  case classIndex(Range<Int>, ignored: Int? = nil)
  /// The index of a class that is not the background.
  case foregroundClass(Range<Int>, background: Int)
  /// The class of an object; where there is no class, there is no object.
  case objectClass(Range<Int>)
  /// The image of an object; where there is no image, there is no object.
  case objectImage(Range<Int>)
  /// The image of a proposal; where there is no image, there is no proposal.
  case proposalImage(Range<Int>)
  /// One of the classes that a parameter has numbers for.
  case classOf(InputRole, count: Int)
  /// A class index in the last column of a row: x1, y1, x2, y2, score, class.
  case classInLastColumn
  /// One of so many models.
  case model(count: Int)
  /// A size of a box, > 0.
  case positiveSize
  /// A size to fit anchors to, > 0.
  case sizeToFit
  /// A box whose sides are > 0, of a list to fit anchors to; the number is its smaller side.
  case boxToFit
  /// A box of positive width and height; the number is its smaller side.
  case positiveBox
  /// A weight ≥ 0.
  case weight
  /// A distance ≥ 0.
  case reach
  /// A count ≥ 0.
  case count
  /// A score ≥ 0, as boxes are weighted by it.
  case weighingScore
  /// A score ≥ 0, as a method of suppression weighs by it: by its raw value.
  case scoreOfMethod(String)
  /// Distances whose sums, left + right and top + bottom, are ≥ 0.
  case distances
  /// A centre in the image: along an axis from 0 to its size.
  case centerInImage(ImageAxis, size: Double)
  /// A centre in its cell, which begins there.
  case centerInCell(from: Double)
}

extension NumberRule {
  /// Whether it is said of a box, a row of four numbers.
  public var isOfBox: Bool { self == .boxToFit || self == .positiveBox }
}
