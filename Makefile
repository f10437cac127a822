# Every target is the command of the same name: see ./dev --help
.PHONY: setup run test eval scenarios lint generate lock wheel clean
setup run test eval scenarios lint generate lock wheel clean:
	@./dev $@
