/// What a reader of the numbers should know. The operation turns each into a sentence.
public enum EvaluationWarning: Equatable, Sendable {
  /// Objects left out because the file does not list their image or their category.
  case droppedObjects(unlistedImage: Int, unlistedCategory: Int)
  /// Detections left out because the file does not list their category.
  case droppedDetections(unlistedCategory: Int)
  /// An object has the id 0: pycocotools takes a match with it for none. `compatible` if the numbers here do as well.
  case objectWithIDZero(row: Int, compatible: Bool)
  /// Image rows that repeat an id.
  case repeatedImages(Int)
  /// Category rows that repeat an id.
  case repeatedCategories(Int)
  /// Objects are marked `ignore`, which has no effect unless asked for.
  case ignoreWithoutEffect(objects: Int)
  /// All detections have the same score, so AP rests on the order of the file and of the image ids.
  case equalScores(Double)
  /// A share of the detections has the score of another one of its class.
  case tiedScores(share: Double)
  /// Categories without a counted object, for which every number is −1, and how many detections they have.
  case categoriesWithoutObjects([EmptyCategory])
  /// No area range has the name `all`, on which the headline numbers rest: they are −1.
  case noRangeNamedAll

  /// A category without counted objects.
  public struct EmptyCategory: Equatable, Sendable {
    /// Its id.
    public let id: RecordID
    /// Its detections, none of which can be right.
    public let detections: Int
  }
}
