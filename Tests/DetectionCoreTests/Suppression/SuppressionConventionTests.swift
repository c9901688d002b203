import Testing

@testable import DetectionCore

@Suite struct SuppressionConventionTests {
  private let rows: [[Double]] = [[0, 0, 10, 10], [-11, -11, -1, -1], [5, 5, 5, 9], [5, 5, 5, 9]]

  @Test func defaults_ChangeNothing() throws {
    #expect(SuppressionConvention().isPlain)
    let prepared = try SuppressionConvention().prepare(
      Boxes<Double>(rows: rows), labels: Tensor([0, 1, 2, 2]), isAgnostic: false)
    #expect(prepared.boxes.tensor.elements == rows.flatMap(\.self))
    #expect(prepared.labels?.elements == [0, 1, 2, 2])
  }

  /// (10 + 1) times the label; a box of another class comes to lie beside the first.
  @Test func largestCoordinate_ShiftsByIt() throws {
    let convention = SuppressionConvention(classSeparation: .largestCoordinate)
    let prepared = try convention.prepare(Boxes<Double>(rows: rows), labels: Tensor([0, 1, 0, 0]), isAgnostic: false)
    #expect(prepared.boxes.tensor.elements[4..<8] == [0, 0, 10, 10])
    #expect(prepared.labels == nil)
  }

  @Test func shiftLimit_LeavesLabels() throws {
    let convention = SuppressionConvention(classSeparation: .fixed, shiftLimit: 3)
    let prepared = try convention.prepare(Boxes<Double>(rows: rows), labels: Tensor([0, 1, 0, 0]), isAgnostic: false)
    #expect(prepared.boxes.tensor.elements == rows.flatMap(\.self))
    #expect(prepared.labels?.elements == [0, 1, 0, 0])
  }

  @Test func boxesWithoutArea_StandAlone() throws {
    let prepared = try SuppressionConvention(zeroArea: .never).prepare(
      Boxes<Double>(rows: rows), labels: Tensor([7, 7, 7, 7]), isAgnostic: false)
    let labels = try #require(prepared.labels?.elements)
    #expect(labels[0] == labels[1] && Set(labels).count == 3)
    // With ends that are pixels they have an area.
    let pixels = try SuppressionConvention(zeroArea: .never, pixelOffset: 1).prepare(
      Boxes<Double>(rows: rows), labels: nil, isAgnostic: false)
    #expect(Set(pixels.labels?.elements ?? [Int]()).count == 1)
    #expect(pixels.boxes.tensor.elements[0..<4] == [0, 0, 11, 11])
  }
}
