import Testing

@testable import Figures

@Suite struct TagLayoutTests {
  @Test func tags_LieWithinTheFigure_AndApartWhereThereIsRoom() {
    var layout = TagLayout(width: 400, height: 300)
    let boxes: [[Double]] = [[10, 5, 60, 60], [10, 5, 60, 60], [350, 200, 420, 320], [-50, -50, 900, 900]]
    let tags = boxes.map { layout.place("triangle 0.99", $0) }
    for tag in tags {
      #expect(tag.x >= 0 && tag.y >= 0 && tag.x + tag.width <= 400 && tag.y + TagLayout.Tag.height <= 300)
    }
    #expect(!tags[0].overlaps(tags[1]))
  }
}
