import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct TilesTests {
  private let service = Service()

  private func tiles(_ body: String) -> [[Double]]? {
    service.post("/v1/boxes/tile", body).json?["tiles"]?.list?.compactMap(\.numberList)
  }

  /// Every pixel lies in a tile, and all are of one size where the picture is large enough.
  @Test func tiles_CoverThePicture() throws {
    for (height, width, tile, overlap) in [(7, 9, 3, 0.4), (10, 10, 10, 0.9), (5, 40, 8, 0.5), (33, 17, 5, 0)] {
      let found = try #require(
        tiles(#"{"image_size": [\#(height), \#(width)], "tile_size": [\#(tile), \#(tile)], "overlap": \#(overlap)}"#))
      for y in 0..<height {
        for x in 0..<width {
          let (x, y) = (Double(x), Double(y))
          #expect(found.contains { $0[0] <= x && x < $0[2] && $0[1] <= y && y < $0[3] })
        }
      }
      for box in found {
        #expect(box[2] - box[0] == Double(min(tile, width)) && box[3] - box[1] == Double(min(tile, height)))
      }
    }
  }

  @Test func hostileSizes_AreRefused() {
    for body in [
      #"{"image_size": [1e9, 1e9], "tile_size": [1, 1]}"#,
      #"{"image_size": [2e9, 1], "tile_size": [3, 3], "overlap": 0.9999999999999999}"#,
      #"{"image_size": [1e300, 5], "tile_size": [3, 3]}"#, #"{"image_size": [5.5, 5], "tile_size": [3, 3]}"#,
      #"{"image_size": [5, 5], "tile_size": [0, 3]}"#, #"{"image_size": [5, 5], "tile_size": [3, 3], "overlap": 1}"#,
      #"{"image_size": [5, 5], "tile_size": [3, 3], "overlap": [0.1]}"#,
    ] {
      #expect(service.post("/v1/boxes/tile", body).status == 422, "\(body)")
    }
  }

  @Test func tilesThatAreNot_AreNamed() {
    let reply = service.post(
      "/v1/boxes/stitch",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [0.5], "tile_indices": [1], "tiles": [[0, 0, 4, 4]]}"#)
    #expect(reply.status == 422 && reply.pointer == "/tile_indices/0")
  }

  @Test func nothing_IsStitchedToNothing() {
    let reply = service.post(
      "/v1/boxes/stitch", #"{"boxes": [], "scores": [], "tile_indices": [], "tiles": [[0, 0, 4, 4]]}"#)
    #expect(reply.status == 200 && reply.json?["scores"]?.numberList == [])
  }

  /// A batch is each of its images by itself.
  @Test func batch_IsItsImagesOneByOne() throws {
    let boxes = "[[0, 0, 10, 10], [1, 1, 11, 11], [0, 0, 10, 10], [20, 20, 30, 30], [1, 1, 11, 11]]"
    let reply = service.post(
      "/v1/boxes/nms",
      #"{"boxes": \#(boxes), "scores": [0.5, 0.9, 0.8, 0.7, 0.6], "image_indices": [3, 0, 3, 0, 3]}"#)
    #expect(reply.json?["indices"]?.numberList == [1, 3, 2] && reply.json?["image_indices"]?.numberList == [0, 0, 3])
    #expect(reply.json?["counts"]?["after_nms"]?.number == 3 && reply.json?["counts"]?["candidates"]?.number == 5)
    let merged = service.post(
      "/v1/boxes/nms",
      #"{"boxes": \#(boxes), "scores": [0.5, 0.9, 0.8, 0.7, 0.6], "image_indices": [3, 0, 3, 0, 3], "suppression": {"method": "merge"}}"#
    )
    #expect(merged.json?["boxes"]?.list?.last?.numberList == [0, 0, 11, 11], "\(merged.text)")
    let empty = service.post("/v1/boxes/nms", #"{"boxes": [], "scores": [], "image_indices": []}"#)
    #expect(empty.status == 200 && empty.json?["indices"]?.numberList == [], "\(empty.text)")
  }

  @Test func thresholds_MayBeOfClasses() {
    let reply = service.post(
      "/v1/boxes/nms",
      #"{"boxes": [[0, 0, 1, 1], [5, 5, 6, 6]], "scores": [0.5, 0.5], "labels": [0, 1], "score_threshold": [0.6, 0.4]}"#
    )
    #expect(reply.json?["indices"]?.numberList == [1], "\(reply.text)")
    let missing = service.post(
      "/v1/boxes/nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [0.5], "score_threshold": [0.6]}"#)
    #expect(missing.status == 422 && missing.pointer == "/score_threshold")
  }

  @Test func anchors_MayLieInTheMiddle() {
    let body = #""feature_sizes": [[1, 2]], "image_size": [8, 16], "anchor_sizes": [[4]], "aspect_ratios": [1]"#
    func anchors(_ body: String) -> [Double] {
      let rows = service.post("/v1/anchors/generate", body).json?["anchors"]?.list ?? []
      return rows.flatMap { $0.numberList ?? [] }
    }
    let (corner, middle) = (anchors("{\(body)}"), anchors(#"{\#(body), "anchor_offset": 0.5}"#))
    let shift = zip(middle, corner).map { $0 - $1 }
    #expect(shift == [4, 4, 4, 4, 4, 4, 4, 4])
  }
}
