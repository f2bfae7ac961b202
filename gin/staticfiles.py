from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names static files after their content, and keeps them compressed beside it.

    Scripts are modules: what they import is named after its content too.
    """

    support_js_module_import_aggregation = True
