import DetectionCore

/// What an answer says of a matching of rows with objects. Detectors of two stages have two.
struct MatchingOutputs: Sendable {
  let positiveCounts: Output<Indices>
  let matches: Output<MatchColumns>
  let ignoredCounts: Output<Indices>
  let unmatchedTargets: Output<Indices>
  let samples: Output<SampleColumns>?

  /// `prefix`: what the names begin with where there are several; `rows`: what an answer calls a row of the network's
  /// outputs, `anchor_indices`; `details`: the flag that asks for all but the counts; `conditions`: of all of them.
  init(
    _ prefix: String, rows: String, sampling: Field<ObjectValues<SamplingFields>?>?, details: Field<Bool>,
    _ conditions: [Condition]
  ) {
    positiveCounts = .indices(
      "\(prefix)num_positives", "(B,)", "Rows of each image that were matched to an object."
    ).only(conditions)
    let detailed = conditions + [.with(details)]
    matches = .columns(
      "\(prefix)matches", MatchColumns(rows: rows),
      "A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU."
    ).only(detailed)
    ignoredCounts = .indices(
      "\(prefix)num_ignored", "(B,)", "Rows of each image that count for nothing."
    ).only(detailed)
    unmatchedTargets = .indices(
      "\(prefix)unmatched_targets", "(U,)", "Objects that nothing was matched to."
    ).only(detailed)
    samples = sampling.map { sampling in
      .columns(
        "\(prefix)samples", SampleColumns(rows: rows),
        "A row a row that was drawn, positive or background: its image, and its row in that image."
      ).only([.given(sampling.name), .with(details)])
    }
  }

  /// The outputs that `details` asks for.
  var details: [OutputDescription] {
    [matches.description, ignoredCounts.description, unmatchedTargets.description]
      + (samples.map { [$0.description] } ?? [])
  }

  /// Which rows were matched to which of so many objects, and what was left over.
  func setDetails<S: Scalar>(of loss: CompositeLoss<S>, targets: Int, in answer: inout Answer) {
    answer.set(matches) { columns, group in
      columns.set(group.images, loss.matches.images)
      columns.set(group.rows, loss.matches.anchors)
      columns.set(group.targets, loss.matches.targets)
      columns.set(group.iou, loss.matches.iou)
    }
    answer.set(ignoredCounts, loss.matches.ignored)
    answer.set(unmatchedTargets, loss.matches.unmatched(of: targets))
    guard let samples, let drawn = loss.samples else { return }
    answer.set(samples) { columns, group in
      columns.set(group.images, drawn.images)
      columns.set(group.rows, drawn.rows)
    }
  }
}
