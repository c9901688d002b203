import DetectionCore
import Evaluation
import Testing

@testable import JSON

@Suite struct RecordsReaderTests {
  @Test func detections_AreReadAsColumns() throws {
    let records = try RecordsSamples.detections(
      #" [ {"image_id": 7, "category_id": -1, "bbox": [1, 2.5, 3e1, 4], "score": 0.25} , "#
        + #"{"score":1,"bbox":[5,6,7,8],"category_id":2,"image_id":9}]  "#)
    #expect(records.images.all == [.integer(7), .integer(9)] && records.categories.all == [.integer(-1), .integer(2)])
    #expect(records.boxes.elements == [1, 2.5, 30, 4, 5, 6, 7, 8] && records.scores.elements == [0.25, 1])
    #expect(records.boxes.shape.extents == [2, 4])
    #expect(try RecordsSamples.detections("[]").count == 0)
  }

  @Test func groundTruth_IsReadAsColumns() throws {
    let text = RecordsSamples.groundTruth(
      images: #"{"id":1,"width":640,"height":480,"file_name":"a.jpg"},{"id":2}"#,
      categories: #"{"id":1,"name":"cat"},{"id":2,"name":null},{"id":3,"name":7,"frequency":"r"}"#,
      annotations: #"{"id":5,"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":10,"iscrowd":1,"ignore":false},"#
        + #"{"id":6,"image_id":2,"category_id":3,"bbox":[1,2,3,4],"segmentation":[[1,2,3]]}"#)
    let records = try RecordsSamples.groundTruth(text, .init(sizes: true, federated: true))
    #expect(
      records.images.ids.all == [.integer(1), .integer(2)] && records.images.sizes?.elements == [640, 480, 0, 0])
    #expect(records.categories.names == ["cat", nil, "7"] && records.categories.frequencies == [nil, nil, .rare])
    let objects = records.objects
    #expect(objects.ids?.all == [.integer(5), .integer(6)] && objects.areas?.elements == [10, 12])
    #expect(objects.crowd?.elements == [1, 0] && objects.ignore?.elements == [0, 0])
    #expect(records.images.negativeCategories?.firstMissing == 0)
  }

  /// What a row does not say is no column.
  @Test func membersThatAreNowhere_AreNoColumns() throws {
    let text = RecordsSamples.groundTruth(
      images: #"{"id":1}"#, categories: #"{"id":1}"#,
      annotations: #"{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":null}"#)
    let objects = try RecordsSamples.groundTruth(text).objects
    #expect(objects.ids == nil && objects.areas == nil && objects.crowd == nil && objects.ignore == nil)
  }

  @Test func lvisMembers_AreReadWhereWanted() throws {
    let text = RecordsSamples.groundTruth(
      images: #"{"id":1,"neg_category_ids":[3,4],"not_exhaustive_category_ids":[]},"#
        + #"{"id":2,"neg_category_ids":[],"not_exhaustive_category_ids":[9]}"#)
    let images = try RecordsSamples.groundTruth(text, .init(federated: true)).images
    #expect(images.negativeCategories?.ids.all == [.integer(3), .integer(4)])
    #expect(images.negativeCategories?.ends == [2, 2] && images.notExhaustiveCategories?.ends == [0, 1])
    #expect(images.negativeCategories?.firstMissing == nil)
    #expect(try RecordsSamples.groundTruth(text).images.negativeCategories == nil)
  }

  @Test(
    arguments: [
      ("weather", ["sun", nil, "3.50", "true", nil]), ("id", ["1", "2", "3", "4", "5"]),
      ("width", [nil, nil, "64e1", nil, nil]), ("we\"ather/", ["x", nil, nil, nil, nil]),
      ("", [nil, "e", nil, nil, nil]),
    ] as [(String, [String?])])
  func attribute_OfImages_IsReadAsText(name: String, expected: [String?]) throws {
    let images =
      #"{"id":1,"weather":"s\u0075n","we\"ather/":"x"},{"id":2,"weather":null,"":"e"},"#
      + #"{"weather":3.50,"id":3,"width":64e1},{"id":4,"weather":true},{"id":5}"#
    let text = RecordsSamples.groundTruth(images: images)
    for sizes in [false, true] {
      let wants = RecordsReader.Wants(sizes: sizes, attribute: name)
      let records = try RecordsSamples.groundTruth(text, wants)
      #expect(records.images.attribute == expected && records.images.ids.count == 5)
    }
  }

  @Test func ids_Of64Bits_AreExact() throws {
    let numbers: [Int64] = [.max, .min, 9_007_199_254_740_993, -9_007_199_254_740_993, 0, -1]
    let column = try RecordsSamples.ids("[\(numbers.map(String.init).joined(separator: " , "))]")
    guard case .integers(let found) = column else { throw RecordsTestError() }
    #expect(found.elements == numbers)
    #expect(try RecordsSamples.ids("[-0]").all == [.integer(0)])
  }

  @Test func ids_AsTexts_AreThoseBytes() throws {
    let column = try RecordsSamples.ids(#"["a/b.jpg","10","a\u002fb.jpg","\ud83d\ude00","é","","10"]"#)
    #expect(column.all == ["a/b.jpg", "10", "a/b.jpg", "😀", "é", "", "10"].map(RecordID.text))
    guard case .texts(_, let table) = column else { throw RecordsTestError() }
    #expect(table.count == 5)
  }

  @Test func ids_OfBothKinds_KeepTheirKinds() throws {
    let expected: [RecordID] = [.integer(2), .text("2"), .integer(3), .text("a"), .text("2")]
    #expect(try RecordsSamples.ids(#"[2,"2",3,"a","2"]"#).all == expected)
    #expect(try RecordsSamples.ids(#"["2",2]"#).all == [.text("2"), .integer(2)])
  }

  /// Thousands of texts, some of 10 kB: each comes out as it went in.
  @Test func ids_ThatAreManyTexts_AreToldApart() throws {
    let texts = (0..<5000).map { number in
      String(repeating: "x", count: number % 97 == 0 ? 10_000 : number % 13) + String(number % 1700)
    }
    let column = try RecordsSamples.ids("[\"\(texts.joined(separator: "\",\""))\"]")
    #expect(column.all == texts.map(RecordID.text))
  }

  /// Numbers are those that the reader of JSON values reads, to the bit.
  @Test func numbers_AreCorrectlyRounded() throws {
    var random = SplitMix64(seed: 1)
    var numbers = ["0.99999999999999999999999", "1e-400", "-0.0", "5e-324", "123456789012345678901234567890", "0.1"]
    for _ in 0..<2000 {
      numbers.append("\(Double(bitPattern: UInt64.random(in: 0...UInt64(0x7FE) << 52, using: &random)))")
    }
    let rows = numbers.map { #"{"image_id":1,"category_id":2,"bbox":[\#($0),\#($0),3,4],"score":\#($0)}"# }
    let records = try RecordsSamples.detections("[\(rows.joined(separator: ","))]")
    let expected = numbers.map { Double($0) ?? .nan }
    #expect(records.scores.elements.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect((0..<numbers.count).allSatisfy { records.boxes[4 * $0 + 1].bitPattern == expected[$0].bitPattern })
  }

  /// Whatever else a row holds is skipped: 100 kB of polygons, a million members, brackets in strings.
  @Test func unknownMembers_AreSkipped() throws {
    let polygon = "[[" + Array(repeating: "12.5", count: 25_000).joined(separator: ",") + "]]"
    let many = (0..<1_000_000).map { "\"m\($0)\":\($0 % 7)" }.joined(separator: ",")
    let text =
      #"[{"a":"]}[{\"\\","segmentation":\#(polygon),"image_id":1,"b":{"c":[{}],"bbox":[1]},"category_id":2,"#
      + #""bbox":[1,2,3,4],"d":null,"e":[true,false,"\u00e9"],"score":0.5},{\#(many),"image_id":3,"category_id":2,"#
      + #""bbox":[1,2,3,4],"score":0.5}]"#
    for reading in [RecordsSamples.whole, RecordsSamples.blocks(of: 1000)] {
      #expect(try RecordsSamples.detections(text, reading).images.all == [.integer(1), .integer(3)])
    }
  }
}

struct RecordsTestError: Error {}
