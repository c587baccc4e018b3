"""lms run | worker"""

import argparse
from datetime import timedelta
from typing import Any

from lms import settings
from lms.cli import Commands, say
from lms.domain.problem import Text


def add(commands: Commands) -> None:
    """The commands of this file."""
    doc = Text("启动系统，在前台提供服务", "serve in the foreground, and do jobs beside it")
    parser = commands.add("run", doc=doc, run=run)
    parser.add_argument(
        "--host", metavar="H", help=say("监听地址，0.0.0.0 为所有网卡", "address; 0.0.0.0 is every interface")
    )
    parser.add_argument("--port", metavar="N", type=int, help=say("监听端口", "port"))
    first = parser.add_mutually_exclusive_group()
    first.add_argument(
        "--demo",
        action="store_true",
        help=say(
            "数据文件夹为空时，填入演示用的单位、人员、学习和考试记录",
            "fill an empty installation with a demo city",
        ),
    )
    first.add_argument(
        "--empty",
        action="store_true",
        help=say(
            "数据文件夹为空时，只建立一个系统管理员（默认）",
            "give an empty installation one administrator (the default)",
        ),
    )
    parser.add_argument(
        "--no-jobs",
        action="store_true",
        help=say("不运行后台任务（另有 lms worker）", "leave jobs to `lms worker`"),
    )
    commands.add("worker", doc=Text("只运行后台任务", "run jobs only"), run=run_worker)


def run(args: argparse.Namespace) -> Any:
    """Prepare, then serve until told to stop."""
    from lms.cli.demo.city import PAST, fill
    from lms.cli.serving.first import administrator, table
    from lms.cli.serving.prepare import Fill, prepare
    from lms.cli.serving.server import address_is_free, serve

    found = settings.load(data_dir=args.data, host=args.host, port=args.port)
    address_is_free(found)
    done = prepare(found, Fill(fill, PAST) if args.demo else Fill(administrator, timedelta(0)))
    if done.first_accounts:
        print(table(done.first_accounts, found.data_dir), flush=True)

    def ready() -> None:
        print(
            say(
                f"五能已启动：{found.base_url}  按 Ctrl+C 停止",
                f"Wuneng is at {found.base_url}  Ctrl+C stops it",
            ),
            flush=True,
        )

    serve(found, ready, jobs=not args.no_jobs)
    return None


def run_worker(args: argparse.Namespace) -> Any:
    """Do jobs until told to stop."""
    from lms.cli.serving.worker import work

    work(settings.load(data_dir=args.data))
    return None
