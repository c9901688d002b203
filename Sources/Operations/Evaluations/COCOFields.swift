import DetectionCore
import Evaluation
import JSON

/// Parameters of COCO's evaluation.
struct COCOFields: FieldGroup {
  let iouThresholds = Field<[Double]>.numbers(
    "iou_thresholds", .unit, default: COCOParameters().iouThresholds,
    "Overlaps from which a detection is right; equality counts. The default is linspace(.5, .95, 10).")
  let recallPoints = Field<[Double]>.recallPoints
  let maxDetections = Field<[Int]>.integers(
    "max_detections", .from(1), default: COCOParameters().maxDetections,
    "Budgets: how many detections count per image and category. Every mean is at the largest.")
  let areaRanges = Field<[AreaRange]>.areaRanges
  let useCategories = Field<Bool>.flag(
    "use_categories", default: true, "Whether categories are kept apart; otherwise all are one.")
  let honourIgnore = Field<Bool>.flag(
    "honour_ignore", "Whether objects marked ignore are left out as crowds are. pycocotools overwrites that mark.")
  let compat = Field<Compatibility?>.optionalChoice(
    "compat", "Whose known mistakes to repeat: pycocotools takes a match with the annotation of id 0 for none.")

  enum Compatibility: String, Sendable, CaseIterable {
    case pycocotools
  }

  /// The parameters as a request gives them.
  func parameters(_ request: Request) -> COCOParameters {
    var parameters = COCOParameters()
    parameters.iouThresholds = request[iouThresholds]
    parameters.recallPoints = request[recallPoints]
    parameters.maxDetections = request[maxDetections]
    parameters.areaRanges = request[areaRanges]
    parameters.useCategories = request[useCategories]
    parameters.honoursIgnore = request[honourIgnore]
    parameters.losesIDZero = request[compat] == .pycocotools
    return parameters
  }

  /// What the parameters need of a COCO object.
  func wants(_ request: Request) -> RecordsReader.Wants {
    RecordsReader.Wants(sizes: parameters(request).usesImageFractions)
  }
}

extension Field<[Double]> {
  fileprivate static let recallPoints = Field(
    "recall_points", .anyOf([.integer(.from(2, to: 10001)), .list(.number(.unit), count: nil)]), default: 101,
    fallback: COCOParameters().recallPoints,
    "Recalls at which precision is read: how many, evenly spaced from 0 to 1 as numpy's linspace has them, or a list."
  ) { value in
    value.integer.map { Linspace.values(from: 0, through: 1, count: $0) } ?? value.numberList
  }
}

extension Field<[AreaRange]> {
  private static let unit = Field<AreaRange.Unit>.choice(
    "unit", default: .squarePixels,
    "What bounds are given in: square pixels, or fractions of the image's width · height.")

  fileprivate static let areaRanges = Field(
    "area_ranges", .map(.list(.number(.any), count: 2), with: [unit.parameter]),
    default: .object(
      JSONObject(
        members: AreaRange.coco.map {
          JSONObject.Member(key: $0.name, value: .array([.number($0.low), .number($0.high)]))
        })), fallback: AreaRange.coco,
    "Ranges of the objects' areas, [low, high], both ends inclusive, by name; they may overlap and leave gaps. The "
      + "headline numbers are those of the range all. unit is \"pixels\" or \"image_fraction\"."
  ) { value in
    guard case .object(let object) = value else { return nil }
    let unit = object[Self.unit.name]?.text.flatMap(AreaRange.Unit.init) ?? .squarePixels
    return object.members.compactMap { member in
      guard let bounds = member.value.numberList, bounds.count == 2 else { return nil }
      return AreaRange(member.key, bounds[0], bounds[1], unit: unit)
    }
  }.defaultingByOthers
}
