@testable import Evaluation

/// What a case expects; members that it does not speak of are absent.
struct Expected: Decodable {
  var parameters: Parameters?
  var stats: [String: Double]?
  var per_class: [[String: Double]]?
  var precision: RunLengths?
  var scores: RunLengths?
  var recall: RunLengths?
  var sweep: Sweep?
  var voc: [VOC]?
  var confusion: Confusion?
  var tide: TIDE?
  var lvis: LVIS?
  var error: Problem?

  /// By pycocotools' names.
  struct Parameters: Decodable {
    var iouThrs: [Double]?
    var recThrs: [Double]?
    var areaRng: [[Double]]?
    var areaRngLbl: [String]?
    var maxDets: [Int]?
    var useCats: Int?
  }

  struct Sweep: Decodable {
    var iou_threshold: Double
    var max_detections: Int
    var per_class: [Row]
    var all: Best?

    struct Row: Decodable {
      var category_id: Int64
      var gt: Int
      var best: Best?
    }

    struct Best: Decodable {
      var f1, threshold: Double
      var tp, fp, fn: Int
      var precision, recall: Double
    }
  }

  struct VOC: Decodable {
    var iou_threshold, pixel_offset: Double
    var strict: Bool
    var per_class: [String: Row]
    var map_11, map_all: Double

    struct Row: Decodable {
      var gt: Int
      var ap_11, ap_all: Double
    }
  }

  struct Confusion: Decodable {
    var score_threshold, iou_threshold: Double
    var matrix: [[Int]]
  }

  struct TIDE: Decodable {
    var pos_threshold, bg_threshold, ap: Double
    var delta_ap: [String: Double]
    var counts: [String: Int]
  }

  struct LVIS: Decodable {
    var results: [String: Double]
    var per_class: [[String: Double]]
  }

  struct Problem: Decodable {
    var status: Int
    var pointer: String
  }
}

/// An expected array as run lengths, slowest axis first.
struct RunLengths: Decodable {
  var shape: [Int]
  var runs: [[Double]]

  var values: [Double] { runs.flatMap { repeatElement($0[0], count: Int($0[1])) } }
}
