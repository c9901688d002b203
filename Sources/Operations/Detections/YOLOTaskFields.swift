import DetectionCore

/// The fields of a head of the YOLOv8 family (YOLO11 and YOLO26 have the same) with more than boxes in its rows.
struct YOLOTaskFields: FieldGroup {
  /// Which head the rows are of.
  enum Head: String, CaseIterable {
    case oneToMany = "one-to-many"
    case oneToOne = "one-to-one"
  }

  /// What makes scores of the class channels.
  typealias Activation = YOLOv8.Activation

  let predictions: TensorField<Reals>
  let layout = Field.layout(
    among: [.auto, .channelsFirst, .channelsLast],
    "\"channels-first\": (C, N), \"channels-last\": (N, C). \"auto\": channels first with one-to-many, last with one-to-one, "
      + "unless that makes no sense, which is an error.")
  let head: Field<Head>
  let regMax: Field<Int?>
  let activation: Field<Activation>
  let grid = GridFields()
  let isMultiLabel: Field<Bool>
  let stages: StageFields
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()

  private static func head(default value: Head) -> Field<Head> {
    .choice(
      "head", default: value,
      "\"one-to-many\": rows are suppressed (YOLOv8, YOLO11). \"one-to-one\": rows x1, y1, x2, y2, score, class and the "
        + "rest, as YOLO26 exports them (end2end); nothing is suppressed.")
  }

  /// `more`: what stands behind the classes; `rest`: the words of a row of one-to-one heads.
  init(behindClasses more: String, stages: StageFields, head: Head) {
    self.head = Self.head(default: head)
    let isGrid = Condition.when(self.head, is: .oneToMany)
    self.stages = stages
    predictions = .reals(
      "predictions", .of("C", "N"), .of("B", "C", "N"),
      holds: "N rows of C channels: as YOLOv8's box and scores, then \(more).")
    regMax = .optionalInteger(
      "reg_max", .from(1),
      "Distances that a side of a raw head is a distribution over; 16 as ultralytics trains it; all else is raw as well. "
        + "null: rows are decoded, as exported."
    ).only(isGrid)
    activation = Field<Activation>.choice(
      "score_activation", default: .auto,
      "What makes scores of the class channels. \"auto\": sigmoid with reg_max, else none."
    ).only(isGrid)
    isMultiLabel = Field.multiLabel(default: false).only(isGrid)
  }
}

extension YOLOv8.Activation {
  /// What makes scores; `isRaw`: of heads before decoding.
  func core(isRaw: Bool) -> ScoreActivation {
    switch self {
    case .auto: isRaw ? .sigmoid : .none
    case .none: .none
    case .sigmoid: .sigmoid
    }
  }
}
