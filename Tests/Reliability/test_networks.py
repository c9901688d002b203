"""Pictures of many clients at once."""

import concurrent.futures
import pathlib

from support.wire import SMALL, SMALL_ANSWER, ask, request

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENTS, EACH, MEMORY = 8, 6, 256


def test_pictures_OfEightClientsAreEachAnswered_WithinTheMemory(launch):
    """Each answer is one client's alone; small requests go on; all together stay within `memory`."""
    server = launch("--networks", str(ROOT / "Examples/networks/shapes.safetensors"), "--memory", f"{MEMORY}MiB")
    files = sorted((ROOT / "Tests/Fixtures/networks").glob("image-*"))
    pictures = [request("/v1/networks/shapes/detect", file.read_bytes(), "POST", "Content-Type: image/png") for file in files]
    wanted = [ask(server.port, picture, 60) for picture in pictures]
    assert [status for status, _, _ in wanted] == [200] * len(files)

    def client(number):
        turns = [(number + turn) % len(pictures) for turn in range(EACH)]
        return [(turn, ask(server.port, pictures[turn], 60, source=f"127.0.0.{2 + number}")) for turn in turns]

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        asked = [pool.submit(client, number) for number in range(CLIENTS)]
        small = [ask(server.port, SMALL, 30)[2] for _ in range(10)]
        for answers in asked:
            for turn, (status, _, body) in answers.result():
                assert (status, body) == (200, wanted[turn][2])
    assert small == [SMALL_ANSWER] * 10
    # The program itself, without requests, and its threads' arenas take less than 192 MiB.
    assert server.peak < MEMORY + 192
