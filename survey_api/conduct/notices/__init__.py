"""Papers for counsel, made from what this installation is set to: employee notice, record of
processing, impact assessment, measures, deletion plan, model works agreement."""
