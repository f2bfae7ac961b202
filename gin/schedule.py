"""What the workers do again and again (gin.workers)."""

MINUTE, HOUR, DAY = 60, 3600, 86_400

TASKS_AGAIN: list[tuple[str, int]] = [  # (task, seconds between two runs)
    ("gin.tasks.tidy", DAY),
    ("partners.tasks.remind_to_confirm", DAY),
    ("offers.tasks.remind_of_closing", HOUR),
    ("offers.tasks.look_for_news", HOUR),
    ("threads.tasks.escalate_unanswered", 15 * MINUTE),
    ("events.tasks.keep_time", MINUTE),
    ("events.tasks.remind", 15 * MINUTE),
    ("events.tasks.thank", 15 * MINUTE),
    ("events.tasks.forget_old", DAY),
]
