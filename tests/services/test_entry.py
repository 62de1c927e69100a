from tests import factories


def test_smoke(station, clerk):
    assert station.actor.name == "谢国辉"
    done = station.backups.run()
    print(done)
    assert clerk.actor.name == "王静"
