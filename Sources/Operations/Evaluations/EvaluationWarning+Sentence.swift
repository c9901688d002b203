import Evaluation

extension EvaluationWarning {
  /// The warning for people.
  var sentence: String {
    switch self {
    case .droppedObjects(let images, let categories):
      "\(counted(images + categories, "object")) left out: \(images) on images and \(categories) of categories that "
        + "the ground truth does not list"
    case .droppedDetections(let count):
      "\(counted(count, "detection")) left out: their category is not among those that the ground truth lists"
    case .objectWithIDZero(let row, let compatible):
      "annotation \(row) has the id 0, with which pycocotools takes a match for none: "
        + (compatible ? "the numbers here do as well" : "its numbers differ; compat \"pycocotools\" gives them")
    case .repeatedImages(let count): "\(counted(count, "image")) repeat the id of another: the later one counts"
    case .repeatedCategories(let count):
      "\(counted(count, "category row")) repeat the id of another: the later one counts"
    case .ignoreWithoutEffect(let objects):
      "\(counted(objects, "object")) marked ignore, which has no effect in COCO's evaluation; honour_ignore gives it one"
    case .equalScores(let score):
      "all detections have the score \(plain(score)): AP rests on the order of the rows and of the image ids"
    case .tiedScores(let share):
      "\(Self.percent(share)) % of the detections have the score of another of their category: AP rests on the order of "
        + "the rows and of the image ids"
    case .categoriesWithoutObjects(let categories):
      "\(counted(categories.count, "category row")) without objects, for which every number is -1 and which are in no "
        + "mean: " + Self.list(categories)
    case .noRangeNamedAll:
      "no area range has the name all, on which AP, AP50, AP75 and the AR of the budgets rest: they are -1"
    }
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func list(_ categories: [EmptyCategory]) -> String {
    let shown = categories.prefix(10).map { category in
      quoted(category.id.description)
        + (category.detections > 0 ? " (\(counted(category.detections, "detection")))" : "")
    }
    return shown.joined(separator: ", ") + (categories.count > 10 ? " and \(categories.count - 10) more" : "")
  }
}
