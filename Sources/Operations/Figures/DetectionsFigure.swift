import DetectionCore
import Figures
import JSON

/// Boxes on a picture.
struct DetectionsFigure: FigureDefinition {
  let about = About(
    "figures", "detections.svg",
    summary: "Detections as boxes with names and scores, on their picture where it is sent.",
    formula: "", source: "",
    example: #"{"boxes": [[20, 30, 120, 160], [100, 60, 220, 170]], "scores": [0.98, 0.71], "labels": [1, 2], "#
      + #""label_names": ["background", "cat", "dog"], "image_size": [192, 256]}"#)
  let isAskedByQuery = false
  let boxes = TensorField.reals(
    "boxes", .of("n", "4"), holds: "x1, y1, x2, y2 in pixels of the picture, best first; at most 1,000.")
  let scores = TensorField.reals("scores", .of("n"), holds: "Each box's score.").optional(otherwise: "none is shown")
  let labels = TensorField.indices("labels", .of("n"), holds: "Each box's class.").optional(otherwise: "0")
  let labelNames = Field<[String]?>.optionalTexts("label_names", "The classes' names, from class 0 on.")
  let imageSize = Field<ImageSize<Double>?>.size(
    "image_size", "[height, width] of the picture; its own where it is sent, else as large as the boxes need.")
  let picture = Field<String?>.optionalText(
    "picture", "A JPEG, PNG or WebP file in base64, or as a data address of one.")

  func svg(_ request: Request) throws -> SVG {
    let boxes: Tensor<Double> = try request.tensor(self.boxes)
    let count = boxes.shape[0]
    guard count <= FigureLimits.boxes else {
      throw Problem(
        .outOfRange, at: "/boxes",
        "a figure has at most \(FigureLimits.boxes) boxes, found \(count); raise score_threshold")
    }
    let picture = try request[self.picture].map { text throws(Problem) in try FigurePicture(text) }
    let sides = try sides(request, picture, boxes)
    let scores: Tensor<Double>? = try request.optionalTensor(self.scores)
    let labels = request.optionalTensor(self.labels)
    let names = request[labelNames] ?? []
    let entries = (0..<count).map { row in
      let label = labels?[row] ?? 0
      let name = names.indices.contains(label) ? Self.cut(names[label]) : "class \(label)"
      let score = scores.map { " " + Axis.words($0[row], decimals: 2) } ?? ""
      return BoxFigure.Entry(
        corners: (boxes[4 * row], boxes[4 * row + 1], boxes[4 * row + 2], boxes[4 * row + 3]), label: label,
        words: name + score)
    }
    return BoxFigure(width: sides.width, height: sides.height, entries: entries, picture: picture?.address).svg
  }

  /// As much of a name as could be shown: it stands at each of its boxes.
  private static func cut(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.prefix(256)))
  }

  private func sides(
    _ request: Request, _ picture: FigurePicture?, _ boxes: Tensor<Double>
  ) throws(Problem) -> (width: Int, height: Int) {
    if let size = request[imageSize] {
      guard size.width <= 65_536, size.height <= 65_536 else {
        throw Problem(.outOfRange, at: "/image_size", "a side has at most 65536 pixels")
      }
      return (Int(size.width.rounded(.up)), Int(size.height.rounded(.up)))
    }
    if let picture { return (picture.width, picture.height) }
    func most(_ offset: Int) -> Int {
      let last = stride(from: offset, to: boxes.count, by: 4).map { boxes[$0] }.max() ?? 0
      return Int(min(max((last * 1.05).rounded(.up), 1), 65_536))
    }
    return (most(2), most(3))
  }

  /// An answer of `detections.*` has its images in a list; heads come as an operation and its request.
  func members(of body: JSONValue, _ limits: Limits) throws(Problem) -> JSONValue {
    try DetectionsBody(limits: limits).members(of: body)
  }

  var otherForms: JSONValue? { DetectionsBody.schema }
}
