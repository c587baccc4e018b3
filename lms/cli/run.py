"""lms run | worker: serve, and run jobs."""

import argparse
from datetime import timedelta
from typing import Any

from lms import settings
from lms.cli import Commands, installation, t
from lms.domain.problem import Text


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text("启动系统，在前台提供服务", "serve in the foreground, and run jobs beside it")
    parser = commands.add("run", doc=doc, run=run)
    parser.add_argument(
        "--host", metavar="H", help=t("监听地址，0.0.0.0 为所有网卡", "address; 0.0.0.0 is every interface")
    )
    parser.add_argument("--port", metavar="N", type=int, help=t("监听端口", "port"))
    first = parser.add_mutually_exclusive_group()
    first.add_argument(
        "--demo",
        action="store_true",
        help=t(
            "数据文件夹为空时，填入演示用的单位、人员、学习和考试记录",
            "fill an empty installation with a demo city",
        ),
    )
    first.add_argument(
        "--empty",
        action="store_true",
        help=t(
            "数据文件夹为空时，只建立一个系统管理员（默认）",
            "create one administrator in an empty installation (the default)",
        ),
    )
    parser.add_argument(
        "--no-jobs",
        action="store_true",
        help=t("不运行后台任务（另有 lms worker）", "leave jobs to `lms worker`"),
    )
    parser.add_argument("--remember", action="store_true", help=argparse.SUPPRESS)  # ./run does
    commands.add("worker", doc=Text("只运行后台任务", "run jobs only"), run=run_worker)


def run(args: argparse.Namespace) -> Any:
    """Prepare, then serve until a signal stops it."""
    from lms.cli.demo.city import DEMO_AGE, fill
    from lms.cli.demo.tour import tour_table
    from lms.cli.serving.first import accounts_table, administrator
    from lms.cli.serving.prepare import Fill, prepare
    from lms.cli.serving.server import check_address, serve

    loaded = settings.load(data_dir=args.data, host=args.host, port=args.port)
    check_address(loaded)
    done = prepare(loaded, Fill(fill, DEMO_AGE) if args.demo else Fill(administrator, timedelta(0)))
    if done.first_accounts:
        table = tour_table if args.demo else accounts_table
        print(table(done.first_accounts, loaded.data_dir), flush=True)

    if args.remember:
        settings.remember(loaded.data_dir)

    def ready() -> None:
        print(
            t(
                f"五能已启动：{loaded.base_url}  按 Ctrl+C 停止\n数据文件夹：{loaded.data_dir.resolve()}",
                f"Wuneng is at {loaded.base_url}  Ctrl+C stops it\nData folder: {loaded.data_dir.resolve()}",
            ),
            flush=True,
        )

    serve(loaded, ready, jobs=not args.no_jobs)
    return None


def run_worker(args: argparse.Namespace) -> Any:
    """Run jobs until a signal stops it."""
    from lms.cli.serving.worker import work

    loaded, db = installation(args)
    db.dispose()
    work(loaded)
    return None
