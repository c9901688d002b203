import DetectionCore
import Evaluation
import JSON

/// COCO's numbers of the images that share a value of a member, for who asks.
struct SliceFields: FieldGroup {
  let member: Field<String?>
  let slices: Output<SliceOutputs>

  init(_ groundTruth: RecordsField<GroundTruthRecords>) {
    member = Field<String?>.optionalText(
      "slice_by", "A member of images[]: add the summary of the images of each of its values."
    )
    .only(.given(groundTruth))
    slices = Output.rows(
      "slices", of: SliceOutputs(), "A row per value, ascending; numbers and truth values are taken as texts."
    ).only(.given("slice_by"))
  }

  /// An image at least has a value.
  func check(_ request: Request, _ records: Records) throws(Problem) {
    guard let member = request[member], let values = records.groundTruth.images.attribute else { return }
    guard values.allSatisfy({ $0 == nil }) else { return }
    throw Problem(.outOfRange, at: "/\(self.member.name)", "no image has the member \(quoted(member))")
  }

  func set<S: Scalar>(_ answer: inout Answer, _ slices: [ImageSlice], _ request: Request, as scalar: S.Type) {
    guard request.gives(member) else { return }
    answer.set(self.slices, each: slices) { answer, group, slice in
      answer.set(group.value, slice.value)
      answer.set(group.images, slice.images)
      answer.set(group.summary) { $0.set($1.numbers, slice.summary, as: S.self) }
    }
  }
}
