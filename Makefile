# Every target is the command of the same name: see ./dev --help
.PHONY: setup run test lint generate lock wheel clean
setup run test lint generate lock wheel clean:
	@./dev $@
