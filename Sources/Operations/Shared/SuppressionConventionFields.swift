import DetectionCore

/// What libraries do to boxes before they suppress.
struct SuppressionConventionFields: FieldGroup {
  typealias Convention = SuppressionConvention

  let classSeparation = Field<Convention.ClassSeparation>.choice(
    "class_separation", default: .labels,
    "How classes are kept apart: by label; or by shifting boxes by their label times (largest coordinate + 1), or times "
      + "7680, which mixes classes where coordinates are negative or large."
  ).only(notMerging)
  let shiftLimit: Field<Int?>
  let zeroArea = Field<Convention.ZeroArea>.choice(
    "zero_area", default: .same,
    "What boxes without area overlap: \"same\", fully what is the same box; \"never\", nothing, so that all of them stay."
  ).only(notMerging)
  let pixelOffset = Field.number(
    "pixel_offset", .notNegative, default: 0,
    "What is added to every length: 1 where a box's far edge names its last pixel, as in PASCAL VOC."
  ).only(notMerging)

  init() {
    shiftLimit = .optionalInteger(
      "class_shift_limit", .from(0), "Above that many boxes classes are kept apart by label. null: never."
    ).only(.when(classSeparation, is: .largestCoordinate, .fixed))
  }

  /// Merged boxes would be the shifted ones.
  private static let notMerging = SuppressionFields.when(
    SuppressionMembers.Method.allCases.filter { $0 != .weightedBoxFusion && $0 != .merge })

  func read(_ request: Request) -> SuppressionConvention {
    SuppressionConvention(
      classSeparation: request[classSeparation], shiftLimit: request[shiftLimit], zeroArea: request[zeroArea],
      pixelOffset: request[pixelOffset])
  }
}
