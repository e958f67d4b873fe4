from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

FLOW = 'flow hello "Hello"\nchannels chat\n\nstart:\n  say "Hello."\n  end\n'


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makefile(".flow", hello=FLOW)
    return pytester


def test_each_test_of_a_transcript_is_an_item(project: pytest.Pytester) -> None:
    project.makefile(
        ".transcript",
        hello='test "heard"\n  bot: Hello.\n\ntest "unheard"\n  bot: Goodbye.\n',
    )
    result = project.runpytest_inprocess("-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*hello.transcript::heard PASSED*",
            "*hello.transcript::unheard FAILED*",
            "hello.transcript:5: “unheard” on chat: The bot says something else.",
            "  expected  Goodbye.",
            "  said      Hello.",
        ]
    )


def test_a_transcript_that_cannot_be_read_fails_and_says_why(project: pytest.Pytester) -> None:
    project.makefile(".transcript", hello='test "x"\n  bit: Hello.\n')
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*hello.transcript:2: A line cannot begin with “bit:”."])


def test_other_files_are_left_alone(project: pytest.Pytester) -> None:
    project.makefile(".txt", hello='test "x"\n')
    assert project.runpytest_inprocess().ret == pytest.ExitCode.NO_TESTS_COLLECTED
