import DetectionCore

/// A matching of rows with objects in a composite loss, as it is declared: what an answer tells of it. Detectors of two
/// stages have two.
struct MatchingDeclaration: Sendable {
  /// What the names of its outputs begin with; empty if there is no other.
  let prefix: String
  /// What `matches` calls a row of the network's outputs: `anchor_indices`, or `cell_indices`.
  let rowName: String
  /// The input without which there is none; `nil`: there always is.
  let input: String?
  /// The parameter that has rows drawn, if there is one.
  let sampling: String?

  init(_ prefix: String = "", of rowName: String, input: String? = nil, sampling: String? = nil) {
    self.prefix = prefix
    self.rowName = rowName
    self.input = input
    self.sampling = sampling
  }

  var countOutput: OutputDescription {
    OutputDescription(
      "\(prefix)num_positives", "(B,)", element: .integer, presence: input.map { "\($0) is given" } ?? "always",
      "Rows of each image that were matched to an object.")
  }

  var detailOutputs: [OutputDescription] {
    let presence = (input.map { "\($0) is given and " } ?? "") + "details is true"
    let outputs = [
      OutputDescription(
        "\(prefix)matches", "columns (P,)", presence: presence,
        members: columns("matches", ["image_indices", rowName, "target_indices"])
          + [OutputDescription.Tensor(name: "\(prefix)matches.iou", shape: .of("P"), element: .number)],
        "A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU."),
      OutputDescription(
        "\(prefix)num_ignored", "(B,)", element: .integer, presence: presence,
        "Rows of each image that count for nothing."),
      OutputDescription(
        "\(prefix)unmatched_targets", "(U,)", element: .integer, presence: presence,
        "Objects that nothing was matched to."),
    ]
    guard let sampling else { return outputs }
    return outputs + [
      OutputDescription(
        "\(prefix)samples", "columns (P,)", presence: "\(sampling) is given and details is true",
        members: columns("samples", ["image_indices", rowName]),
        "A row a row that was drawn, positive or background: its image, and its row in that image.")
    ]
  }

  private func columns(_ output: String, _ names: [String]) -> [OutputDescription.Tensor] {
    names.map { OutputDescription.Tensor(name: "\(prefix)\(output).\($0)", shape: .of("P"), element: .integer) }
  }

  /// How many rows count as positive.
  func addCount<S: Scalar>(of loss: CompositeLoss<S>, to answer: inout Answer) {
    answer.add("\(prefix)num_positives", Tensor(loss.matches.positives))
  }

  /// Which rows were matched to which of so many objects, and what was left over.
  func addDetails<S: Scalar>(of loss: CompositeLoss<S>, targets: Int, to answer: inout Answer) {
    var columns = Answer()
    columns.add("image_indices", Tensor(loss.matches.images))
    columns.add(rowName, Tensor(loss.matches.anchors))
    columns.add("target_indices", Tensor(loss.matches.targets))
    columns.add("iou", Tensor(loss.matches.iou))
    answer.add("\(prefix)matches", .object(columns.fields))
    answer.add("\(prefix)num_ignored", Tensor(loss.matches.ignored))
    answer.add("\(prefix)unmatched_targets", Tensor(loss.matches.unmatched(of: targets)))
    guard let samples = loss.samples else { return }
    var drawn = Answer()
    drawn.add("image_indices", Tensor(samples.images))
    drawn.add(rowName, Tensor(samples.rows))
    answer.add("\(prefix)samples", .object(drawn.fields))
  }
}
